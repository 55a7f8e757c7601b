using System.Text.Json;

namespace Platform.Gateway.Errors;

/// <summary>Ends a failed stream of OpenAI's Responses: an <c>error</c> event, on which SDKs throw, then <c>response.failed</c>.</summary>
internal static class FailedResponse
{
    /// <summary>
    /// The only code on which Codex stops and prints the message. It retries on every other; on <c>insufficient_quota</c> it stops, but
    /// prints its own text, which sends people to another company's billing page. The <c>error</c> event keeps our code.
    /// </summary>
    private const string Final = "invalid_prompt";

    /// <summary>
    /// One of the codes that a response can fail with. Codex compacts the conversation on another, which OpenAI sends without having
    /// documented it.
    /// </summary>
    private static string CodeFor(ApiError error) =>
        error.Code == ApiErrors.TooLongCode ? error.Code
        : error.RetryAfter is null ? Final
        : error.Status == StatusCodes.Status429TooManyRequests ? "rate_limit_exceeded"
        : "server_error";

    /// <summary>Flat as documented, and once more within <c>error</c>, where some SDKs look for it.</summary>
    public static void WriteError(Utf8JsonWriter json, ApiError error, string message, long sequence)
    {
        json.WriteStartObject();
        json.WriteString("type", "error");
        json.WriteNumber("sequence_number", sequence);
        json.WriteString("code", error.SentCode);
        json.WriteString("message", message);
        json.WriteString("param", error.Param);
        OpenAIError.WriteMember(json, error, message);
        json.WriteEndObject();
    }

    public static void WriteFailed(Utf8JsonWriter json, FailedStream stream, ApiError error, string message)
    {
        json.WriteStartObject();
        json.WriteString("type", "response.failed");
        json.WriteNumber("sequence_number", stream.Position.Sequence + 1);
        json.WriteStartObject("response");
        json.WriteString("id", stream.Position.ResponseId ?? "resp_" + stream.RequestId["req_".Length..]);
        json.WriteString("object", "response");
        json.WriteNumber("created_at", stream.StartedAt.ToUnixTimeSeconds());
        json.WriteString("status", "failed");
        json.WriteStartObject("error");
        json.WriteString("code", CodeFor(error));
        json.WriteString("message", message);
        // Our own code, as the event before has it.
        json.WriteString("reason", error.SentCode);
        json.WriteEndObject();
        json.WriteNull("incomplete_details");
        json.WriteString("model", stream.Model);
        json.WriteStartArray("output");
        json.WriteEndArray();
        stream.WriteEcho(json);
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
