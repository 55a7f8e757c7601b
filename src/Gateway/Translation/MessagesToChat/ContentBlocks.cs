using System.Text.Json;
using Platform.Gateway.Translation.Json;

namespace Platform.Gateway.Translation.MessagesToChat;

/// <summary>A block of content. Content that is a text counts as one block of text.</summary>
internal sealed record ContentBlock(string Type, JsonField Field)
{
    private readonly JsonField? textField = Type == "text" && Field.Kind != JsonValueKind.String ? Field.Need("text") : null;

    public string Text => (textField ?? Field).Text();

    public UntranslatableException Refused(string why)
    {
        var type = Field["type"] ?? Field;
        return type.Refused($"{type.Path}: {Type} cannot be sent in chat completions, which this model's provider speaks. {why}");
    }
}

internal static class ContentBlocks
{
    public static IEnumerable<ContentBlock> From(JsonField content) =>
        content.Kind == JsonValueKind.String
            ? [new ContentBlock("text", content)]
            : content.Items().Select(block => new ContentBlock(block.NeedText("type"), block));
}
