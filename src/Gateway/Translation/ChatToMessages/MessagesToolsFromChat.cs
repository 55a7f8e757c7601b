using System.Text.Json;
using Platform.Gateway.Translation.Json;

namespace Platform.Gateway.Translation.ChatToMessages;

/// <summary>
/// Converts functions to tools. <c>strict</c> is left out: agents set it on all of their tools, while Anthropic takes it for a few tools
/// with plain schemas and refuses the whole request beyond that.
/// </summary>
internal static class MessagesToolsFromChat
{
    public static void Write(JsonField body, Utf8JsonWriter writer)
    {
        var tools = body.Items("tools").ToArray();
        if (tools.Length == 0)
            return;
        writer.WriteStartArray("tools");
        foreach (var tool in tools)
            WriteTool(tool, writer);
        writer.WriteEndArray();
        WriteChoice(body["tool_choice"], body["parallel_tool_calls"] is not null && !body.Flag("parallel_tool_calls"), writer);
    }

    private static void WriteTool(JsonField tool, Utf8JsonWriter writer)
    {
        if (tool.Need("type") is var type && type.Text() != "function")
            throw type.Refused(
                $"{type.Path}: tools of the type {type.Text()} have no equal in Anthropic's Messages, which this model's "
                    + "provider speaks. Use a function."
            );
        var function = tool.Need("function");
        writer.WriteStartObject();
        writer.WriteString("name", function.NeedText("name"));
        if (function.Text("description") is { Length: > 0 } description)
            writer.WriteString("description", description);
        WriteSchema(function["parameters"], writer);
        writer.WriteEndObject();
    }

    /// <summary>Anthropic demands a schema of type <c>object</c>; in chat the schema and its type are optional.</summary>
    private static void WriteSchema(JsonField? schema, Utf8JsonWriter writer)
    {
        writer.WritePropertyName("input_schema");
        if (schema?["type"] is not null)
        {
            schema.CopyTo(writer);
            return;
        }

        writer.WriteStartObject();
        writer.WriteString("type", "object");
        foreach (var member in schema?.Value.EnumerateObject() ?? default)
            if (member.Name != "type")
            {
                writer.WriteField(member.Name, new JsonField(member.Value, schema, member.Name));
            }

        writer.WriteEndObject();
    }

    private static void WriteChoice(JsonField? choice, bool oneAtATime, Utf8JsonWriter writer)
    {
        var (type, name) = Choice(choice);
        if (type is null && !oneAtATime)
            return;
        writer.WriteStartObject("tool_choice");
        writer.WriteString("type", type ?? "auto");
        if (name is not null)
            writer.WriteString("name", name);
        if (oneAtATime && type != "none")
            writer.WriteBoolean("disable_parallel_tool_use", true);
        writer.WriteEndObject();
    }

    private static (string? Type, string? Name) Choice(JsonField? choice)
    {
        if (choice is null)
            return default;
        if (choice.Kind == JsonValueKind.String)
            return choice.Text() switch
            {
                "auto" or "none" => (choice.Text(), null),
                "required" => ("any", null),
                _ => throw choice.Wrong("auto, none, required or a function"),
            };
        if (choice.Need("type") is var type && type.Text() != "function")
            throw type.Refused(
                $"tool_choice of the type {type.Text()} has no equal in Anthropic's Messages, which this model's provider "
                    + "speaks. Use auto, required, none or a function, and send only the tools that may be called."
            );
        return ("tool", choice.Need("function").NeedText("name"));
    }
}
