using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.Extensions.Options;

namespace Platform.Gateway.Errors;

/// <summary>
/// The only writer of errors under /v1, each in the dialect of its caller. Responses differ from chat only within a stream.
/// </summary>
internal sealed class ErrorWriter(IOptions<PublicAddresses> addresses, IOptions<ErrorOptions>? options = null)
{
    private static readonly object Slot = new();

    private readonly ErrorOptions options = options?.Value ?? new ErrorOptions();

    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The error that is the answer to the request; null where it has none.</summary>
    public static ApiError? WrittenTo(HttpContext http) => http.Items[Slot] as ApiError;

    /// <summary>Answers an endpoint outside the request pipeline with the error.</summary>
    /// <returns>False when it cannot be sent: the client has gone, or another answer has begun.</returns>
    public Task<bool> WriteAsync(HttpContext http, ApiError error) =>
        WriteAsync(http, Dialects.For(http.Request), http.TraceIdentifier, error);

    /// <summary>Answers with the error.</summary>
    /// <returns>False when it cannot be sent: the client has gone, or another answer has begun.</returns>
    public async Task<bool> WriteAsync(HttpContext http, Dialect dialect, string requestId, ApiError error)
    {
        var response = http.Response;
        if (response.HasStarted || http.RequestAborted.IsCancellationRequested)
            return false;

        http.Items[Slot] = error;
        response.StatusCode =
            error.Code == ApiErrors.OutOfCreditCode ? options.OutOfCreditStatus
            : dialect == Dialect.Anthropic ? AnthropicError.StatusOf(error)
            // Codex gives up at a 429 at once, and waits at a 503. Other clients of Responses wait at both.
            : dialect == Dialect.Responses && error is { Status: 429, IsProviders: true } ? StatusCodes.Status503ServiceUnavailable
            : error.Status;
        response.ContentType = "application/json";
        if (error.RetryAfter is { } retryAfter)
            response.Headers.RetryAfter = Math.Max(1, Math.Ceiling(retryAfter.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        else
            response.Headers["x-should-retry"] = "false";
        if (error.Status == StatusCodes.Status401Unauthorized)
            response.Headers.WWWAuthenticate = "Bearer";
        if (error.Status == StatusCodes.Status415UnsupportedMediaType)
            response.Headers.AcceptEncoding = ApiErrors.Encodings;

        var body = ToBody(dialect, requestId, error);
        response.ContentLength = body.Length;
        await response.BodyWriter.WriteAsync(body, http.RequestAborted);
        return true;
    }

    /// <summary>The error as the whole body of an answer.</summary>
    public ReadOnlyMemory<byte> ToBody(Dialect dialect, string requestId, ApiError error)
    {
        var body = new ArrayBufferWriter<byte>(512);
        Write(body, json => WriteObject(json, dialect, requestId, error));
        return body.WrittenMemory;
    }

    /// <summary>The error as the last event of a stream that has begun; two events in Responses.</summary>
    public byte[] ToStreamEvent(FailedStream stream, ApiError error)
    {
        var body = new ArrayBufferWriter<byte>(512);
        if (stream.Dialect == Dialect.Responses)
        {
            WriteEvent(body, "error", json => FailedResponse.WriteError(json, error, WithLink(error), stream.Position.Sequence));
            WriteEvent(body, "response.failed", json => FailedResponse.WriteFailed(json, stream, error, WithLink(error)));
        }
        else
        {
            // Some tools retry up to ten times on the type server_error, and each retry would be charged.
            var sent = error with
            {
                Type = error.Status >= 500 ? error.Code : error.Type,
            };
            WriteEvent(
                body,
                stream.Dialect == Dialect.Anthropic ? "error" : null,
                json => WriteObject(json, stream.Dialect, stream.RequestId, sent)
            );
        }

        return body.WrittenSpan.ToArray();
    }

    private void WriteObject(Utf8JsonWriter json, Dialect dialect, string requestId, ApiError error)
    {
        if (dialect == Dialect.Anthropic)
            AnthropicError.Write(json, error, WithLink(error), requestId);
        else
            OpenAIError.Write(json, error, WithLink(error));
    }

    private static void WriteEvent(ArrayBufferWriter<byte> body, string? name, Action<Utf8JsonWriter> write)
    {
        if (name is not null)
            body.Write(Encoding.ASCII.GetBytes($"event: {name}\n"));
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
