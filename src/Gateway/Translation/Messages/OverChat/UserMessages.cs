using System.Text.Json;
using Platform.Gateway.Translation.Messages.Json;

namespace Platform.Gateway.Translation.Messages.OverChat;

/// <summary>Tells a message of the user: first the results of tools, each as a message, then what the user says.</summary>
internal static class UserMessages
{
    public static void Write(Node message, Utf8JsonWriter writer)
    {
        var blocks = Blocks.Of(message.Need("content")).ToArray();
        List<Action<Utf8JsonWriter>> parts = [];
        foreach (var block in blocks.Where(block => block.Type == "tool_result"))
            ToolMessage.Write(block.Node, writer, parts);

        var said = blocks.Where(block => block.Type != "tool_result" && !(block.Type == "text" && block.Text.Length == 0)).ToArray();
        if (parts.Count == 0 && said is [{ Type: "text" } only])
        {
            WriteText(only.Text, writer);
            return;
        }

        parts.AddRange(said.Select(Part));
        if (parts.Count == 0)
            return;
        writer.WriteStartObject();
        writer.WriteString("role", "user");
        writer.WriteStartArray("content");
        foreach (var part in parts)
            part(writer);
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void WriteText(string text, Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("role", "user");
        writer.WriteString("content", text);
        writer.WriteEndObject();
    }

    private static Action<Utf8JsonWriter> Part(Block block) => block.Type switch
    {
        "text" => ChatParts.Text(block.Text),
        "image" => ChatParts.Image(block.Node),
        "document" when Documents.AsText(block.Node) is { } text => ChatParts.Text(text),
        "document" => ChatParts.File(block.Node),
        "search_result" => ChatParts.Text(Documents.OfSearch(block.Node)),
        _ => throw block.Refused("Leave it out, or choose a model whose provider speaks Messages."),
    };
}
