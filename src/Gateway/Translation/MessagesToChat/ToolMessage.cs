using System.Text.Json;
using Platform.Gateway.Translation.Json;
using Platform.Gateway.Translation.Values;

namespace Platform.Gateway.Translation.MessagesToChat;

/// <summary>Converts the result of a tool, which in chat is a message of text.</summary>
internal static class ToolMessage
{
    /// <param name="attachments">
    /// Receives the images and files of the result: chat has none in results, so they follow in the user's message, with a line that names
    /// the tool call.
    /// </param>
    public static void Write(JsonField result, Utf8JsonWriter writer, FunctionNames names, List<Action<Utf8JsonWriter>> attachments)
    {
        var id = CallId.For(result.NeedText("tool_use_id"));
        List<string> texts = [];
        List<Action<Utf8JsonWriter>> shown = [];
        foreach (var block in result["content"] is { } content ? ContentBlocks.From(content) : [])
            Add(block, names, texts, shown);
        if (shown.Count > 0)
        {
            attachments.Add(ChatPartsFromBlocks.Text($"Shown by the tool call {id}:"));
            attachments.AddRange(shown);
            texts.Add("What it shows is in the next message of the user.");
        }

        var text = string.Join("\n\n", texts.Where(text => text.Length > 0));
        writer.WriteStartObject();
        writer.WriteString("role", "tool");
        writer.WriteString("tool_call_id", id);
        // Chat has no flag for a failure; without a word for it, a model takes it for a result.
        writer.WriteString("content", result.Flag("is_error") ? $"Error: {text}" : text);
        writer.WriteEndObject();
    }

    private static void Add(ContentBlock block, FunctionNames names, List<string> texts, List<Action<Utf8JsonWriter>> shown)
    {
        switch (block.Type)
        {
            case "text":
                texts.Add(block.Text);
                break;
            case "image":
                shown.Add(ChatPartsFromBlocks.Image(block.Field));
                break;
            case "document" when DocumentText.AsText(block.Field) is { } text:
                texts.Add(text);
                break;
            case "document":
                shown.Add(ChatPartsFromBlocks.File(block.Field));
                break;
            case "search_result":
                texts.Add(DocumentText.FromSearchResult(block.Field));
                break;
            case "tool_reference":
                // A client's search for tools found one. In chat all tools are offered from the start.
                texts.Add($"The tool {names.ToUpstream(block.Field.NeedText("tool_name"))} can be called now.");
                break;
            default:
                throw block.Refused("Let the tool give text or images.");
        }
    }
}
