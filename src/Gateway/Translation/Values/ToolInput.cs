using System.Text;
using System.Text.Json;
using Platform.Gateway.Translation.Json;

namespace Platform.Gateway.Translation.Values;

/// <summary>Arguments of a tool call: JSON in a text in chat, an object in Messages.</summary>
internal static class ToolInput
{
    /// <summary>
    /// Writes the object. Arguments that are broken or cut by a limit are wrapped as Anthropic advises: they stay in the conversation,
    /// and a refusal would end it for good.
    /// </summary>
    public static void Write(Utf8JsonWriter writer, string arguments)
    {
        writer.WritePropertyName("input");
        if (string.IsNullOrWhiteSpace(arguments))
            arguments = "{}";
        try
        {
            using var parsed = JsonDocument.Parse(Encoding.UTF8.GetBytes(arguments), TranslatedJson.Reading);
            if (parsed.RootElement.ValueKind == JsonValueKind.Object && JsonField.IsUnicode(parsed.RootElement))
            {
                parsed.RootElement.WriteTo(writer);
                return;
            }
        }
        catch (JsonException) { }

        writer.WriteStartObject();
        writer.WriteLongString("INVALID_JSON", arguments);
        writer.WriteEndObject();
    }
}
