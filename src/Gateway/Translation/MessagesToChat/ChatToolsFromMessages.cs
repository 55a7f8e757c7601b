using System.Text.Json;
using Platform.Gateway.Translation.Json;
using Platform.Gateway.Translation.Values;

namespace Platform.Gateway.Translation.MessagesToChat;

/// <summary>
/// Converts tools to functions. Anthropic's hints (cache_control, defer_loading, eager_input_streaming, input_examples, allowed_callers)
/// are left out, and so are tools that Anthropic's servers run (web_search, code_execution and the like), unless the request forces the
/// model to use them.
/// </summary>
internal static class ChatToolsFromMessages
{
    public static void Write(JsonField body, Utf8JsonWriter writer, FunctionNames names)
    {
        RefuseForced(body);
        var tools = body.Items("tools").Where(tool => !IsHosted(tool)).ToArray();
        if (tools.Length == 0)
            return;
        writer.WriteStartArray("tools");
        foreach (var tool in tools)
            WriteTool(tool, writer, names);
        writer.WriteEndArray();
        if (body["tool_choice"] is { } choice)
            WriteChoice(choice, writer, names);
    }

    /// <summary>The types of tools that are left out.</summary>
    public static IReadOnlyList<string> NotOffered(JsonField body)
    {
        var hosted = body.Items("tools").Where(IsHosted).ToArray();
        foreach (var tool in hosted)
            tool.MarkCarried();
        return [.. hosted.Select(tool => tool.NeedText("type")).Distinct()];
    }

    private static bool IsHosted(JsonField tool) =>
        tool["type"] is { } type && type.Text() != "custom" && ClientTools.For(type.Text()) is null;

    private static void RefuseForced(JsonField body)
    {
        var forced = body["tool_choice"] is { } choice ? choice.NeedText("type") : "";
        var tools = body.Items("tools").ToArray();
        var left = forced switch
        {
            "tool" => tools.Where(tool => tool.Text("name") == body["tool_choice"]!.Text("name")),
            "any" => tools.All(IsHosted) ? tools : [],
            _ => [],
        };
        if (left.FirstOrDefault(IsHosted)?["type"] is { } type)
            throw type.Refused(
                $"{type.Path}: {type.Text()} is a tool that Anthropic runs, and this model's provider does not have it. "
                    + "Switch it off in your client, or choose a model whose provider speaks Messages."
            );
    }

    private static void WriteTool(JsonField tool, Utf8JsonWriter writer, FunctionNames names)
    {
        var type = tool["type"];
        writer.WriteStartObject();
        writer.WriteString("type", "function");
        writer.WriteStartObject("function");
        names.Write(writer, "name", tool.Need("name"));
        if (type is null || type.Text() == "custom")
            WriteCustom(tool, writer);
        else
            WriteKnown(tool, ClientTools.For(type.Text())!, writer);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void WriteCustom(JsonField tool, Utf8JsonWriter writer)
    {
        var schema = tool.Need("input_schema");
        if (schema.Kind != JsonValueKind.Object)
            throw schema.Wrong("an object");
        if (tool.Text("description") is { } description)
            writer.WriteString("description", description);
        writer.WritePropertyName("parameters");
        FunctionSchema.WriteTyped(schema, writer);
        if (!tool.Flag("strict"))
            return;
        if (StrictSchema.Allows(schema.Value))
            writer.WriteBoolean("strict", true);
        else
            tool["strict"]!.MarkLeftOut();
    }

    private static void WriteKnown(JsonField tool, ClientTool known, Utf8JsonWriter writer)
    {
        writer.WriteString("description", known.Description);
        writer.WritePropertyName("parameters");
        writer.WriteRawValue(known.Parameters);
    }

    private static void WriteChoice(JsonField choice, Utf8JsonWriter writer, FunctionNames names)
    {
        var type = choice.Need("type");
        switch (type.Text())
        {
            case "auto" or "none":
                writer.WriteString("tool_choice", type.Text());
                break;
            case "any":
                writer.WriteString("tool_choice", "required");
                break;
            case "tool":
                writer.WriteStartObject("tool_choice");
                writer.WriteString("type", "function");
                writer.WriteStartObject("function");
                names.Write(writer, "name", choice.Need("name"));
                writer.WriteEndObject();
                writer.WriteEndObject();
                break;
            default:
                throw type.Wrong("auto, any, tool or none");
        }

        if (choice.Flag("disable_parallel_tool_use"))
            writer.WriteBoolean("parallel_tool_calls", false);
    }
}
