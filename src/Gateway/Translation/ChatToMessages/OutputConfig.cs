using System.Text.Json;
using Platform.Gateway.Translation.Json;

namespace Platform.Gateway.Translation.ChatToMessages;

/// <summary>The effort of reasoning and the format of the answer: both are members of <c>output_config</c>.</summary>
internal static class OutputConfig
{
    /// <summary>Anthropic refuses thinking together with a forced tool call.</summary>
    public static bool Thinks(JsonField body, string model) =>
        Named(body["reasoning_effort"]) is not (null or "none") && ClaudeModel.ThinksByEffort(model) && !IsForced(body["tool_choice"]);

    public static void Write(JsonField body, Utf8JsonWriter writer, string model)
    {
        var schema = Schema(body["response_format"]);
        var effort = Named(body["reasoning_effort"]);
        if (effort is not (null or "none") && !ClaudeModel.ThinksByEffort(model))
            body["reasoning_effort"]!.MarkLeftOut();
        if (!ClaudeModel.ThinksByEffort(model))
            effort = null;
        if (Thinks(body, model))
            WriteThinking(writer);
        if (effort is null && schema is null)
            return;
        writer.WriteStartObject("output_config");
        if (effort is not null)
            // The newest models cannot switch thinking off, so "none" becomes the lowest effort.
            writer.WriteString("effort", effort == "none" ? "low" : effort);
        if (schema is not null)
            WriteFormat(schema, writer);
        writer.WriteEndObject();
    }

    /// <summary>
    /// What the model is told where a client asks for a JSON object of any shape, for which Messages has no field. The request for it is
    /// named as left out all the same: nothing enforces an instruction.
    /// </summary>
    public static string? Instruction(JsonField body)
    {
        if (body["response_format"] is not { } format || !format.Need("type").Is("json_object"))
            return null;
        format.MarkLeftOut();
        return "Answer with one JSON object and nothing else: no text before or after it, and no Markdown around it.";
    }

    private static string? Named(JsonField? effort) =>
        effort?.Text() switch
        {
            null => null,
            "minimal" => "low",
            "none" or "low" or "medium" or "high" or "xhigh" or "max" => effort.Text(),
            _ => throw effort.Wrong("none, minimal, low, medium, high, xhigh or max"),
        };

    private static bool IsForced(JsonField? choice) =>
        choice is not null && !(choice.Kind == JsonValueKind.String && choice.Text() is "auto" or "none");

    private static void WriteThinking(Utf8JsonWriter writer)
    {
        writer.WriteStartObject("thinking");
        writer.WriteString("type", "adaptive");
        writer.WriteEndObject();
    }

    private static JsonField? Schema(JsonField? format)
    {
        if (format?.Need("type") is not { } type || type.Text() == "text")
            return null;
        if (type.Text() == "json_object")
            return null;
        if (type.Text() != "json_schema")
            throw type.Wrong("text, json_object or json_schema");
        return format.Need("json_schema").Need("schema");
    }

    private static void WriteFormat(JsonField schema, Utf8JsonWriter writer)
    {
        writer.WriteStartObject("format");
        writer.WriteString("type", "json_schema");
        writer.WritePropertyName("schema");
        OutputSchema.Write(schema, writer);
        writer.WriteEndObject();
    }
}
