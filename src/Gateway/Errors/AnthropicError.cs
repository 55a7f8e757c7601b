using System.Text.Json;

namespace Platform.Gateway.Errors;

/// <summary>
/// <c>{"type":"error","error":{type,message,code},"request_id"}</c>. The code is ours and one member more than Anthropic has, which its
/// SDKs and Claude Code pass over.
/// </summary>
internal static class AnthropicError
{
    /// <param name="message">As people read it, the link included.</param>
    public static void Write(Utf8JsonWriter json, ApiError error, string message, string requestId)
    {
        json.WriteStartObject();
        json.WriteString("type", "error");
        json.WriteStartObject("error");
        json.WriteString("type", TypeOf(error));
        json.WriteString("message", message);
        json.WriteString("code", error.Code);
        json.WriteEndObject();
        json.WriteString("request_id", requestId);
        json.WriteEndObject();
    }

    /// <summary>
    /// Anthropic's own word for it. It follows from the status, but for money: Anthropic says that with 402, which some tools try again,
    /// so the status stays 403 and the type says it.
    /// </summary>
    public static string TypeOf(ApiError error) =>
        error.Status switch
        {
            401 => "authentication_error",
            402 => "billing_error",
            403 when error.Type == ApiErrors.QuotaType => "billing_error",
            403 => "permission_error",
            404 => "not_found_error",
            413 => "request_too_large",
            429 => "rate_limit_error",
            503 => "overloaded_error",
            504 => "timeout_error",
            >= 500 => "api_error",
            _ => "invalid_request_error",
        };
}
