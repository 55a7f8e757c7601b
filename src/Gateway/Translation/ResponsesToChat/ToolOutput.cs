using System.Text.Json;
using Platform.Gateway.Translation.Json;
using Platform.Gateway.Translation.Values;

namespace Platform.Gateway.Translation.ResponsesToChat;

/// <summary>
/// Converts the output of a tool to a chat message of the role <c>tool</c>. Such a message holds only text, so images and files follow in a
/// message of the user, after the last result of the turn.
/// </summary>
internal sealed class ToolOutput(Utf8JsonWriter json, ToolNames names)
{
    private readonly List<JsonField> attached = [];

    public void Write(JsonField item)
    {
        json.WriteStartObject();
        json.WriteString("role", "tool");
        CallId.Write(json, "tool_call_id", item.Need("call_id"));
        if (item.Text("type") == "tool_search_output")
            json.WriteString("content", Found(item));
        else if (item.Need("output") is { IsArray: true } parts)
            WriteParts([.. parts.Items()]);
        else
            MessageContent.Write(json, item.Need("output"));
        json.WriteEndObject();
    }

    public void WriteAttached()
    {
        if (attached.Count == 0)
            return;
        json.WriteStartObject();
        json.WriteString("role", "user");
        json.WriteStartArray("content");
        json.WriteStartObject();
        json.WriteString("type", "text");
        json.WriteString("text", "Attached to the results of the tools, in their order:");
        json.WriteEndObject();
        foreach (var part in attached)
            ChatPartFromItem.Write(json, part);
        json.WriteEndArray();
        json.WriteEndObject();
        attached.Clear();
    }

    private void WriteParts(JsonField[] parts)
    {
        attached.AddRange(parts.Where(part => !ChatPartFromItem.IsText(part)));
        var texts = parts.Where(ChatPartFromItem.IsText).ToArray();
        if (texts.Length == 0)
            json.WriteString("content", parts.Length == 0 ? "" : "The result is attached to the next message.");
        else
            MessageContent.Write(json, texts);
    }

    /// <summary>The names of the tools that a search found; they are offered from then on.</summary>
    private string Found(JsonField item) =>
        TranslatedJson.WriteText(found =>
        {
            found.WriteStartObject();
            found.WriteStartArray("tools");
            foreach (var tool in OfferedTools.Named(item.Need("tools")))
                found.WriteStringValue(names.ToChat(tool));
            found.WriteEndArray();
            found.WriteEndObject();
        });
}
