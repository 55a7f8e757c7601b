using System.Text;
using System.Text.Json;
using Platform.Gateway.Translation.Json;

namespace Platform.Gateway.Translation.ResponsesToChat;

/// <summary>What a tool is called with: one text of JSON in chat; in Responses that, a text of its own kind, or an object.</summary>
internal static class CallArguments
{
    /// <summary>Of a call that the model made in an earlier turn.</summary>
    public static void Write(Utf8JsonWriter json, ToolKind kind, RawNode item)
    {
        if (kind == ToolKind.Function)
            json.WriteRaw("arguments", item.Need("arguments") is { IsText: true } text ? text : throw item.Need("arguments").Wrong("a text of JSON"));
        else if (kind == ToolKind.Custom)
            json.WriteString("arguments", Wrapped(item.NeedText("input")));
        else
            json.WriteString("arguments", Encoding.UTF8.GetString(item.Need("arguments").Raw));
    }

    /// <summary>The text for a custom tool, out of the function call that stands for it. A model that gave no such JSON gave the text itself.</summary>
    public static string Unwrapped(string arguments)
    {
        try
        {
            using var document = JsonDocument.Parse(arguments);
            return document.RootElement.ValueKind == JsonValueKind.Object
                && document.RootElement.TryGetProperty(ChatToolFromResponses.Input, out var input) && input.ValueKind == JsonValueKind.String
                    ? input.GetString()!
                    : arguments;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return arguments;
        }
    }

    /// <summary>As JSON of any kind; what is none becomes a text.</summary>
    public static void WriteObject(Utf8JsonWriter json, string name, string arguments)
    {
        try
        {
            using var document = JsonDocument.Parse(arguments.Length == 0 ? "{}" : arguments);
            json.WritePropertyName(name);
            document.RootElement.WriteTo(json);
        }
        catch (JsonException)
        {
            json.WriteString(name, arguments);
        }
    }

    private static string Wrapped(string input) => RawJson.Text(json =>
    {
        json.WriteStartObject();
        json.WriteString(ChatToolFromResponses.Input, input);
        json.WriteEndObject();
    });
}
