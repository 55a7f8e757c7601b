using Platform.Gateway.Translation.Json;

namespace Platform.Gateway.Translation.Values;

/// <summary>
/// The content of a chat answer: a text, or as some servers send it, a list of parts, which are texts and the thoughts before them.
/// </summary>
internal static class ChatContent
{
    /// <param name="content">The member <c>content</c> of a message or a delta; null where there is none.</param>
    /// <returns>What is not empty, in order.</returns>
    public static IEnumerable<(string Text, bool IsThought)> Parts(JsonField? content) =>
        Read(content, isThought: false).Where(part => part.Text.Length > 0);

    private static IEnumerable<(string Text, bool IsThought)> Read(JsonField? content, bool isThought) =>
        content switch
        {
            null => [],
            { IsArray: true } => content.Items().SelectMany(part => Read(part, isThought)),
            { IsObject: true } =>
            [
                .. Read(content["thinking"], isThought: true),
                .. Read(content["text"], isThought),
                .. Read(content["refusal"], isThought),
            ],
            _ => [(content.Text(), isThought)],
        };
}
