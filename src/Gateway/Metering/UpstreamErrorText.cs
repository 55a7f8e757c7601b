using System.Text.Json;

namespace Platform.Gateway.Metering;

/// <summary>The message in an upstream's error, in any shape.</summary>
internal static class UpstreamErrorText
{
    /// <param name="error">The value of a member <c>error</c>: a text, or an object with a message.</param>
    public static string From(JsonElement error, int maxLength)
    {
        var text = error.ValueKind switch
        {
            JsonValueKind.String => error.GetString(),
            JsonValueKind.Object when error.TryGetProperty("message", out var message) && message.ValueKind == JsonValueKind.String =>
                message.GetString(),
            _ => null,
        };
        return text is null ? "it gave no reason"
            : text.Length <= maxLength ? text
            : text[..maxLength] + "...";
    }
}
