using System.Text.Json;
using Platform.Gateway.Translation.Json;

namespace Platform.Gateway.Translation.MessagesToChat;

/// <summary>Tells a message of the user: first the results of tools, each as a message, then what the user says.</summary>
internal static class UserMessages
{
    public static void Write(JsonField message, Utf8JsonWriter writer)
    {
        var blocks = ContentBlocks.Of(message.Need("content")).ToArray();
        List<Action<Utf8JsonWriter>> parts = [];
        foreach (var block in blocks.Where(block => block.Type == "tool_result"))
            ToolMessage.Write(block.Field, writer, parts);

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

    private static Action<Utf8JsonWriter> Part(ContentBlock block) => block.Type switch
    {
        "text" => ChatPartsFromBlocks.Text(block.Text),
        "image" => ChatPartsFromBlocks.Image(block.Field),
        "document" when DocumentText.AsText(block.Field) is { } text => ChatPartsFromBlocks.Text(text),
        "document" => ChatPartsFromBlocks.File(block.Field),
        "search_result" => ChatPartsFromBlocks.Text(DocumentText.OfSearch(block.Field)),
        _ => throw block.Refused("Leave it out, or choose a model whose provider speaks Messages."),
    };
}
