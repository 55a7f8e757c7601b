using System.Text.Json;
using Platform.Gateway.Translation.Json;

namespace Platform.Gateway.Translation.MessagesToChat;

/// <summary>A block of content. A content that is a text is one block of text.</summary>
internal sealed record ContentBlock(string Type, JsonField Field)
{
    private readonly JsonField? said = Type == "text" && Field.Kind != JsonValueKind.String ? Field.Need("text") : null;

    public string Text => (said ?? Field).Text();

    public UntranslatableException Refused(string why)
    {
        var type = Field["type"] ?? Field;
        return type.Refused($"{type.Path}: {Type} cannot be told in chat completions, which this model's provider speaks. {why}");
    }
}

internal static class ContentBlocks
{
    public static IEnumerable<ContentBlock> Of(JsonField content) => content.Kind == JsonValueKind.String
        ? [new ContentBlock("text", content)]
        : content.Items().Select(block => new ContentBlock(block.Need("type").Text(), block));
}
