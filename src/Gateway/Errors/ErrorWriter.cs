using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.Extensions.Options;
using Platform.Gateway.Pipeline;

namespace Platform.Gateway.Errors;

/// <summary>The only writer of errors under /v1, each in the dialect of its caller. Responses differ from chat only within a stream.</summary>
public sealed class ErrorWriter(IOptions<PublicAddresses> addresses)
{
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Answers with the error. False when it cannot be told: the client has gone, or another answer has begun.</summary>
    public async Task<bool> WriteAsync(Call call, ApiError error)
    {
        var response = call.Http.Response;
        if (response.HasStarted || call.ClientGone.IsCancellationRequested)
            return false;

        response.StatusCode = error.Status;
        response.ContentType = "application/json";
        if (error.RetryAfter is { } retryAfter)
            response.Headers.RetryAfter = Math.Max(1, Math.Ceiling(retryAfter.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        else
            response.Headers["x-should-retry"] = "false";
        if (error.Status == StatusCodes.Status401Unauthorized)
            response.Headers.WWWAuthenticate = "Bearer";

        var body = new ArrayBufferWriter<byte>(512);
        Write(body, json => WriteObject(json, call, error));
        response.ContentLength = body.WrittenCount;
        await response.BodyWriter.WriteAsync(body.WrittenMemory, call.ClientGone);
        return true;
    }

    /// <summary>The error as the last of a stream that has begun: one event, or two of Responses.</summary>
    public byte[] AsStreamEvent(Call call, ApiError error, StreamPosition position = default)
    {
        var body = new ArrayBufferWriter<byte>(512);
        if (call.Dialect == Dialect.Responses)
        {
            WriteEvent(body, "error", json => FailedResponse.WriteError(json, error, WithLink(error), position.Sequence));
            WriteEvent(body, "response.failed", json => FailedResponse.WriteFailed(json, call, error, WithLink(error), position));
        }
        else
        {
            // Some tools ask again, ten times over, at the type server_error; here each time would be charged.
            var told = error with { Type = error.Status >= 500 ? error.Code : error.Type };
            WriteEvent(body, call.Dialect == Dialect.Anthropic ? "error" : null, json => WriteObject(json, call, told));
        }

        return body.WrittenSpan.ToArray();
    }

    private void WriteObject(Utf8JsonWriter json, Call call, ApiError error)
    {
        if (call.Dialect == Dialect.Anthropic)
            AnthropicError.Write(json, error, WithLink(error), call.RequestId);
        else
            OpenAIError.Write(json, error, WithLink(error));
    }

    private static void WriteEvent(ArrayBufferWriter<byte> body, string? name, Action<Utf8JsonWriter> write)
    {
        if (name is not null)
            body.Write(System.Text.Encoding.ASCII.GetBytes($"event: {name}\n"));
        body.Write("data: "u8);
        Write(body, write);
        body.Write("\n\n"u8);
    }

    private static void Write(ArrayBufferWriter<byte> body, Action<Utf8JsonWriter> write)
    {
        using var json = new Utf8JsonWriter(body, Plain);
        write(json);
    }

    private string WithLink(ApiError error) =>
        addresses.Value.ErrorDocs is { Length: > 0 } docs ? $"{error.Message} See {docs.TrimEnd('/')}/{error.Code}" : error.Message;
}
