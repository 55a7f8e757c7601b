using System.Text.Json;
using Platform.Gateway.Translation.Json;

namespace Platform.Gateway.Translation.ResponsesToChat;

/// <summary>
/// Writes the content of a message. What is one text goes out as a text and not as a list of one, for many chat upstreams know only that
/// for all roles but the user's.
/// </summary>
internal static class MessageContent
{
    public static void Write(Utf8JsonWriter json, RawNode content)
    {
        if (content.IsText)
        {
            json.WriteRaw("content", content);
            return;
        }

        if (!content.IsArray)
            throw content.Wrong("a text or a list of parts");
        Write(json, [.. content.Items()]);
    }

    public static void Write(Utf8JsonWriter json, IReadOnlyList<RawNode> parts)
    {
        if (parts.Count == 1 && ChatPartFromItem.IsText(parts[0]))
        {
            json.WriteRaw("content", ChatPartFromItem.NeedText(parts[0]));
            return;
        }

        json.WriteStartArray("content");
        foreach (var part in parts)
            ChatPartFromItem.Write(json, part);
        json.WriteEndArray();
    }
}
