using System.Text.Json;
using Platform.Gateway.Translation.Json;

namespace Platform.Gateway.Translation.MessagesToChat;

/// <summary>Reads the model's reasoning. OpenAI's chat has no field for it; other servers use one of two, and some both.</summary>
internal static class ReasoningField
{
    /// <param name="message">A message or a delta.</param>
    public static string? Text(JsonField message) =>
        message.Text("reasoning_content") ?? (message["reasoning"] is { Kind: JsonValueKind.String } thought ? thought.Text() : null);
}
