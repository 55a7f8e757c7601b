using System.Text.Json;
using Platform.Gateway.Translation.Json;

namespace Platform.Gateway.Translation.MessagesToChat;

/// <summary>ReasoningField have no place in OpenAI's chat; other servers have one of two, and some both.</summary>
internal static class ReasoningField
{
    /// <param name="message">A message or a delta.</param>
    public static string? In(JsonField message) =>
        message.Text("reasoning_content") ?? (message["reasoning"] is { Kind: JsonValueKind.String } thought ? thought.Text() : null);
}
