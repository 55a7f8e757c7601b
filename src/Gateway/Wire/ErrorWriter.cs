using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.Options;
using Platform.Gateway.Journey;

namespace Platform.Gateway.Wire;

/// <summary>The only writer of errors under /v1: <c>{"error":{message,type,param,code}}</c>, all four keys always there.</summary>
public sealed class ErrorWriter(IOptions<PublicAddresses> addresses)
{
    private static readonly JsonWriterOptions Plain = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

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
        WriteObject(body, error);
        response.ContentLength = body.WrittenCount;
        await response.BodyWriter.WriteAsync(body.WrittenMemory, call.ClientGone);
        return true;
    }

    /// <summary>The error as the last event of a stream that has begun.</summary>
    public byte[] AsStreamEvent(Call call, ApiError error)
    {
        var body = new ArrayBufferWriter<byte>(512);
        body.Write("data: "u8);
        WriteObject(body, error);
        body.Write("\n\n"u8);
        return body.WrittenSpan.ToArray();
    }

    private void WriteObject(ArrayBufferWriter<byte> body, ApiError error)
    {
        using var json = new Utf8JsonWriter(body, Plain);
        json.WriteStartObject();
        json.WriteStartObject("error");
        json.WriteString("message", WithLink(error));
        json.WriteString("type", error.Type);
        json.WriteString("param", error.Param);
        json.WriteString("code", error.Code);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private string WithLink(ApiError error) =>
        addresses.Value.ErrorDocs is { Length: > 0 } docs ? $"{error.Message} See {docs}#{error.Code}" : error.Message;
}
