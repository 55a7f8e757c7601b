using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using Platform.Gateway.Protocols.Sse;
using Platform.Gateway.Translation.Json;

namespace Platform.Gateway.Translation.ResponsesToChat;

/// <summary>The arguments of a tool call: JSON in a text in chat; in Responses the same, or any text, or an object.</summary>
internal static class CallArguments
{
    /// <summary>Writes the arguments of a call of an earlier turn.</summary>
    public static void Write(Utf8JsonWriter json, ToolKind kind, JsonField item)
    {
        if (kind == ToolKind.Function)
            json.WriteField("arguments", item.NeedTextField("arguments"));
        else if (kind == ToolKind.Custom)
            json.WriteString("arguments", Wrapped(item.NeedText("input")));
        else
            json.WriteString("arguments", item.Need("arguments").RawText());
    }

    /// <summary>
    /// The text for a custom tool, from the arguments of the function that stands for it. Arguments in another form count as the text
    /// itself.
    /// </summary>
    public static string Unwrapped(string arguments)
    {
        try
        {
            using var document = JsonDocument.Parse(Encoding.UTF8.GetBytes(arguments));
            return
                document.RootElement.ValueKind == JsonValueKind.Object
                && document.RootElement.TryGetProperty(ChatToolFromResponses.Input, out var input)
                && input.ValueKind == JsonValueKind.String
                ? input.GetString()!
                : arguments;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return arguments;
        }
    }

    /// <summary>Writes the arguments as JSON of any kind, or as a text where they are no JSON.</summary>
    public static void WriteObject(Utf8JsonWriter json, string name, string arguments)
    {
        try
        {
            var bytes = Encoding.UTF8.GetBytes(arguments.Length == 0 ? "{}" : arguments);
            using var document = JsonDocument.Parse(bytes);
            json.WriteRaw(name, SseData.OneLine(JsonMarshal.GetRawUtf8Value(document.RootElement)));
        }
        catch (JsonException)
        {
            json.WriteString(name, arguments);
        }
    }

    private static string Wrapped(string input) =>
        TranslatedJson.WriteText(json =>
        {
            json.WriteStartObject();
            json.WriteString(ChatToolFromResponses.Input, input);
            json.WriteEndObject();
        });
}
