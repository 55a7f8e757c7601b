using System.Text.Json;

namespace Platform.Gateway.Errors;

/// <summary>
/// <c>{"type":"error","error":{type,message,code},"request_id"}</c>. The member <c>code</c> is our addition; Anthropic's SDKs and Claude
/// Code ignore it.
/// </summary>
internal static class AnthropicError
{
    /// <param name="message">The text for people, with the link.</param>
    public static void Write(Utf8JsonWriter json, ApiError error, string message, string requestId)
    {
        json.WriteStartObject();
        json.WriteString("type", "error");
        json.WriteStartObject("error");
        json.WriteString("type", TypeOf(error));
        json.WriteString("message", error.Code == ApiErrors.TooLongCode ? TooLongPrompt.InAnthropicsWords(message) : message);
        json.WriteString("code", error.SentCode);
        json.WriteEndObject();
        json.WriteString("request_id", requestId);
        json.WriteEndObject();
    }

    /// <summary>Anthropic has a status of its own for a model that is overloaded. Claude Code knows it.</summary>
    public static int StatusOf(ApiError error) => error.Code == ApiErrors.OverloadedCode ? 529 : error.Status;

    /// <summary>
    /// Anthropic's type for the error. It follows from the status, except for missing credit: Anthropic uses 402, which some tools retry,
    /// so here the status stays 403 and only the type is <c>billing_error</c>.
    /// </summary>
    public static string TypeOf(ApiError error) =>
        error.Status switch
        {
            401 => "authentication_error",
            402 => "billing_error",
            403 when error.Type == ApiErrors.QuotaType => "billing_error",
            403 => "permission_error",
            404 => "not_found_error",
            408 => "timeout_error",
            413 => "request_too_large",
            429 => "rate_limit_error",
            503 or 529 => "overloaded_error",
            504 => "timeout_error",
            >= 500 => "api_error",
            _ => "invalid_request_error",
        };
}
