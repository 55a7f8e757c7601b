using System.Text.Json;
using Platform.Gateway.Translation.Json;

namespace Platform.Gateway.Translation.Values;

/// <summary>Arguments of a call: a text in chat, an object in Messages.</summary>
internal static class ToolInput
{
    /// <summary>
    /// Writes the object. What a model wrote wrongly, or a limit cut, is wrapped as Anthropic advises for such input: it stands in the
    /// conversation from then on, and a refusal would end it for good.
    /// </summary>
    public static void Write(Utf8JsonWriter writer, string arguments)
    {
        writer.WritePropertyName("input");
        if (string.IsNullOrWhiteSpace(arguments))
            arguments = "{}";
        try
        {
            using var parsed = JsonDocument.Parse(arguments, TranslatedJson.Reading);
            if (parsed.RootElement.ValueKind == JsonValueKind.Object && IsUnicode(parsed.RootElement))
            {
                parsed.RootElement.WriteTo(writer);
                return;
            }
        }
        catch (JsonException)
        {
        }

        writer.WriteStartObject();
        writer.WriteString("INVALID_JSON", arguments);
        writer.WriteEndObject();
    }

    /// <summary>Broken escapes are JSON but no text, and are found out only when they are written.</summary>
    private static bool IsUnicode(JsonElement value)
    {
        try
        {
            using var nowhere = new Utf8JsonWriter(Stream.Null, TranslatedJson.Writing);
            value.WriteTo(nowhere);
            return true;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }
}
