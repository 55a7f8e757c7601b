using System.Text.Json;
using Platform.Gateway.Translation.Json;
using Platform.Gateway.Translation.Values;

namespace Platform.Gateway.Translation.ChatToResponses;

/// <summary>Converts the tools of a chat request, and the choice among them, to those of a Responses request.</summary>
internal sealed class ResponsesToolsFromChat(Utf8JsonWriter json, FunctionNames names)
{
    public void Write(JsonField body)
    {
        if (body.Array("tools") is { } tools)
        {
            json.WriteStartArray("tools");
            foreach (var tool in tools.Items())
                WriteTool(tool);
            json.WriteEndArray();
        }

        if (body["tool_choice"] is { } choice)
            WriteChoice(choice);
    }

    private void WriteTool(JsonField tool)
    {
        var (type, definition) = Named(tool);
        json.WriteStartObject();
        json.WriteString("type", type);
        names.Write(json, "name", definition.Need("name"));
        json.Carry(definition, "description");
        if (type == "custom")
        {
            if (definition.Object("format") is { } format)
                WriteFormat(format);
        }
        else
        {
            json.Carry(definition, "parameters");
            // The default of strict is false in chat and true in Responses.
            json.WriteBoolean("strict", definition.Flag("strict"));
        }

        json.WriteEndObject();
    }

    private void WriteFormat(JsonField format)
    {
        json.WriteStartObject("format");
        json.WriteField("type", format.Need("type"));
        if (format.Object("grammar") is { } grammar)
        {
            json.WriteField("syntax", grammar.Need("syntax"));
            json.WriteField("definition", grammar.Need("definition"));
        }

        json.WriteEndObject();
    }

    private void WriteChoice(JsonField choice)
    {
        if (choice.IsText)
        {
            json.WriteField("tool_choice", choice);
            return;
        }

        json.WritePropertyName("tool_choice");
        if (choice.NeedText("type") != "allowed_tools")
        {
            WriteReference(choice);
            return;
        }

        var allowed = choice.Object("allowed_tools") ?? choice;
        json.WriteStartObject();
        json.WriteString("type", "allowed_tools");
        json.WriteField("mode", allowed.Need("mode"));
        json.WriteStartArray("tools");
        foreach (var tool in allowed.Need("tools").Items())
            WriteReference(tool);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private void WriteReference(JsonField tool)
    {
        var (type, definition) = Named(tool);
        json.WriteStartObject();
        json.WriteString("type", type);
        names.Write(json, "name", definition.Need("name"));
        json.WriteEndObject();
    }

    private static (string Type, JsonField Definition) Named(JsonField tool)
    {
        var type = tool.NeedText("type");
        return type is "function" or "custom"
            ? (type, tool.Need(type))
            : throw new UntranslatableException($"{tool.Path}.type", $"{tool.Path}.type is '{type}'; send function or custom.");
    }
}
