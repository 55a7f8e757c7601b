using System.Text.Json;
using Platform.Gateway.Translation.Json;
using Platform.Gateway.Translation.Values;

namespace Platform.Gateway.Translation.MessagesToChat;

/// <summary>Converts a message of the user: first the results of tools, each to a message, then the rest of the content.</summary>
internal static class UserMessages
{
    public static void Write(JsonField message, Utf8JsonWriter writer, FunctionNames names)
    {
        var blocks = ContentBlocks.From(message.Need("content")).ToArray();
        List<Action<Utf8JsonWriter>> parts = [];
        foreach (var block in blocks.Where(block => block.Type == "tool_result"))
            ToolMessage.Write(block.Field, writer, names, parts);

        var content = blocks.Where(block => block.Type != "tool_result" && !(block.Type == "text" && block.Text.Length == 0)).ToArray();
        if (parts.Count == 0 && content is [{ Type: "text" } only])
        {
            WriteText(only.Text, writer);
            return;
        }

        parts.AddRange(content.Select(Part));
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

    private static Action<Utf8JsonWriter> Part(ContentBlock block) =>
        block.Type switch
        {
            "text" => ChatPartsFromBlocks.Text(block.Text),
            "image" => ChatPartsFromBlocks.Image(block.Field),
            "document" when DocumentText.AsText(block.Field) is { } text => ChatPartsFromBlocks.Text(text),
            "document" => ChatPartsFromBlocks.File(block.Field),
            "search_result" => ChatPartsFromBlocks.Text(DocumentText.FromSearchResult(block.Field)),
            _ => throw block.Refused("Leave it out, or choose a model whose provider speaks Messages."),
        };
}
