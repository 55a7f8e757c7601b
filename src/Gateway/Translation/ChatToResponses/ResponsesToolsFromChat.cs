using System.Text.Json;
using Platform.Gateway.Translation.Json;

namespace Platform.Gateway.Translation.ChatToResponses;

/// <summary>Writes the tools of a chat request as those of a Responses request, and which of them the model may or must call.</summary>
internal static class ResponsesToolsFromChat
{
    public static void Write(Utf8JsonWriter json, RawNode body)
    {
        if (body.Array("tools") is { } tools)
        {
            json.WriteStartArray("tools");
            foreach (var tool in tools.Items())
                WriteTool(json, tool);
            json.WriteEndArray();
        }

        if (body.Member("tool_choice") is { } choice)
            WriteChoice(json, choice);
    }

    private static void WriteTool(Utf8JsonWriter json, RawNode tool)
    {
        var (type, definition) = Named(tool);
        json.WriteStartObject();
        json.WriteString("type", type);
        json.WriteRaw("name", definition.Need("name"));
        json.Carry(definition, "description");
        if (type == "custom")
        {
            if (definition.Object("format") is { } format)
                WriteFormat(json, format);
        }
        else
        {
            json.Carry(definition, "parameters");
            // A chat function is not strict unless it says so, one of Responses is unless it says not.
            json.WriteBoolean("strict", definition.Flag("strict"));
        }

        json.WriteEndObject();
    }

    private static void WriteFormat(Utf8JsonWriter json, RawNode format)
    {
        json.WriteStartObject("format");
        json.WriteRaw("type", format.Need("type"));
        if (format.Object("grammar") is { } grammar)
        {
            json.WriteRaw("syntax", grammar.Need("syntax"));
            json.WriteRaw("definition", grammar.Need("definition"));
        }

        json.WriteEndObject();
    }

    private static void WriteChoice(Utf8JsonWriter json, RawNode choice)
    {
        if (choice.IsText)
        {
            json.WriteRaw("tool_choice", choice);
            return;
        }

        json.WritePropertyName("tool_choice");
        if (choice.NeedText("type") != "allowed_tools")
        {
            WriteReference(json, choice);
            return;
        }

        var allowed = choice.Object("allowed_tools") ?? choice;
        json.WriteStartObject();
        json.WriteString("type", "allowed_tools");
        json.WriteRaw("mode", allowed.Need("mode"));
        json.WriteStartArray("tools");
        foreach (var tool in allowed.Need("tools").Items())
            WriteReference(json, tool);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteReference(Utf8JsonWriter json, RawNode tool)
    {
        var (type, definition) = Named(tool);
        json.WriteStartObject();
        json.WriteString("type", type);
        json.WriteRaw("name", definition.Need("name"));
        json.WriteEndObject();
    }

    private static (string Type, RawNode Definition) Named(RawNode tool)
    {
        var type = tool.NeedText("type");
        return type is "function" or "custom"
            ? (type, tool.Need(type))
            : throw new UntranslatableException($"{tool.Path}.type", $"{tool.Path}.type is '{type}'; send function or custom.");
    }
}
