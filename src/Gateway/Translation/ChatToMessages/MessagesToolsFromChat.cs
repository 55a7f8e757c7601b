using System.Text.Json;
using Platform.Gateway.Translation.Json;
using Platform.Gateway.Translation.Values;

namespace Platform.Gateway.Translation.ChatToMessages;

/// <summary>
/// Converts functions to tools. <c>strict</c> is left out: agents set it on all of their tools, while Anthropic takes it for a few tools
/// with plain schemas and refuses the whole request beyond that.
/// </summary>
internal sealed class MessagesToolsFromChat
{
    private readonly FunctionNames names;
    private readonly (JsonField Tool, JsonField? Cache)[] tools;

    private MessagesToolsFromChat(FunctionNames names, (JsonField Tool, JsonField? Cache)[] tools) =>
        (this.names, this.tools) = (names, tools);

    /// <summary>Some clients put the marker for Anthropic's cache on the tool, some on its function.</summary>
    public static MessagesToolsFromChat From(JsonField body, FunctionNames names) =>
        new(names, [.. body.Items("tools").Select(tool => (tool, tool["cache_control"] ?? tool.Object("function")?["cache_control"]))]);

    public IEnumerable<JsonField> Marks => tools.Select(tool => tool.Cache).OfType<JsonField>();

    public void Write(JsonField body, Utf8JsonWriter writer, CacheMarks marks)
    {
        if (tools.Length == 0)
            return;
        writer.WriteStartArray("tools");
        foreach (var (tool, cache) in tools)
            WriteTool(tool, cache, writer, marks);
        writer.WriteEndArray();
        WriteChoice(body["tool_choice"], body["parallel_tool_calls"] is not null && !body.Flag("parallel_tool_calls"), writer);
    }

    private void WriteTool(JsonField tool, JsonField? cache, Utf8JsonWriter writer, CacheMarks marks)
    {
        if (tool.Need("type") is var type && type.Text() != "function")
            throw type.Refused(
                $"{type.Path}: tools of the type {type.Text()} have no equal in Anthropic's Messages, which this model's "
                    + "provider speaks. Use a function."
            );
        var function = tool.Need("function");
        writer.WriteStartObject();
        names.Write(writer, "name", function.Need("name"));
        if (function.Text("description") is { Length: > 0 } description)
            writer.WriteString("description", description);
        writer.WritePropertyName("input_schema");
        FunctionSchema.Write(function["parameters"], writer);
        marks.Write(cache, writer);
        writer.WriteEndObject();
    }

    private void WriteChoice(JsonField? choice, bool oneAtATime, Utf8JsonWriter writer)
    {
        var (type, name) = Choice(choice);
        if (type is null && !oneAtATime)
            return;
        writer.WriteStartObject("tool_choice");
        writer.WriteString("type", type ?? "auto");
        if (name is not null)
            writer.WriteString("name", names.ToUpstream(name));
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
