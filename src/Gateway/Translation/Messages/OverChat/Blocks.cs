using System.Text.Json;
using Platform.Gateway.Translation.Messages.Json;

namespace Platform.Gateway.Translation.Messages.OverChat;

/// <summary>A block of content. A content that is a text is one block of text.</summary>
internal sealed record Block(string Type, Node Node)
{
    private readonly Node? said = Type == "text" && Node.Kind != JsonValueKind.String ? Node.Need("text") : null;

    public string Text => (said ?? Node).Text();

    public UntranslatableException Refused(string why)
    {
        var type = Node["type"] ?? Node;
        return type.Refused($"{type.Path}: {Type} cannot be told in chat completions, which this model's provider speaks. {why}");
    }
}

internal static class Blocks
{
    public static IEnumerable<Block> Of(Node content) => content.Kind == JsonValueKind.String
        ? [new Block("text", content)]
        : content.Items().Select(block => new Block(block.Need("type").Text(), block));
}
