using System.Text.Json;
using Platform.Gateway.Translation.Messages.Json;

namespace Platform.Gateway.Translation.Messages.OverChat;

/// <summary>Thoughts have no place in OpenAI's chat; other servers have one of two, and some both.</summary>
internal static class Thoughts
{
    /// <param name="message">A message or a delta.</param>
    public static string? In(Node message) =>
        message.Text("reasoning_content") ?? (message["reasoning"] is { Kind: JsonValueKind.String } thought ? thought.Text() : null);
}
