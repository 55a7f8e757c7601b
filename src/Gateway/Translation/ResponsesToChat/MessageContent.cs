using System.Text.Json;
using Platform.Gateway.Translation.Json;

namespace Platform.Gateway.Translation.ResponsesToChat;

/// <summary>
/// Writes the content of a message. A single text is written as a text and not as a list of one, because many chat upstreams take a list
/// from the user only.
/// </summary>
internal static class MessageContent
{
    public static void Write(Utf8JsonWriter json, JsonField content)
    {
        if (content.IsText)
        {
            json.WriteField("content", content);
            return;
        }

        if (!content.IsArray)
            throw content.Wrong("a text or a list of parts");
        Write(json, [.. content.Items()]);
    }

    public static void Write(Utf8JsonWriter json, IReadOnlyList<JsonField> parts)
    {
        if (parts.Count == 1 && ChatPartFromItem.IsText(parts[0]))
        {
            json.WriteField("content", ChatPartFromItem.NeedText(parts[0]));
            return;
        }

        json.WriteStartArray("content");
        foreach (var part in parts)
            ChatPartFromItem.Write(json, part);
        json.WriteEndArray();
    }
}
