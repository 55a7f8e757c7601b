using System.Text.Json;
using Platform.Gateway.Translation.Json;
using Platform.Gateway.Translation.Values;

namespace Platform.Gateway.Translation.ChatToMessages;

/// <summary>The effort of reasoning and the format of the answer: both are members of <c>output_config</c>.</summary>
internal static class OutputConfig
{
    /// <summary>The least budget of tokens that Anthropic takes.</summary>
    private const long LeastBudget = 1_024;

    /// <summary>Anthropic refuses thinking together with a forced tool call.</summary>
    public static bool Thinks(JsonField body, string model) => !IsForced(body["tool_choice"]) && ThinksUnforced(body, model);

    /// <param name="limit">The most tokens of the answer; a budget is part of it.</param>
    public static void Write(JsonField body, Utf8JsonWriter writer, string model, long limit)
    {
        var schema = Schema(body["response_format"]);
        var asked = ChatReasoning.Read(body);
        var effort = Named(asked);
        if (ClaudeModel.ThinksByEffort(model))
            WriteAdaptive(Thinks(body, model), writer);
        else
            WriteBudget(asked, Thinks(body, model), limit, writer);
        if (!ClaudeModel.ThinksByEffort(model))
            effort = null;
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

    private static bool ThinksUnforced(JsonField body, string model)
    {
        var asked = ChatReasoning.Read(body);
        return ClaudeModel.ThinksByEffort(model)
            ? asked.IsOn
            : asked.Budget is not null && ClaudeModel.ThinksByBudget(model) && !EndsWithResult(body);
    }

    /// <summary>
    /// Within a turn of tools, older models demand their thinking back with its signature, for which chat has no field.
    /// </summary>
    private static bool EndsWithResult(JsonField body) =>
        body.Items("messages").LastOrDefault() is { IsObject: true } last && last["role"]?.Is("tool") is true;

    private static void WriteAdaptive(bool thinks, Utf8JsonWriter writer)
    {
        if (!thinks)
            return;
        writer.WriteStartObject("thinking");
        writer.WriteString("type", "adaptive");
        writer.WriteEndObject();
    }

    /// <summary>A bare effort is left out: clients send one with every request, and thinking would then be on in each.</summary>
    private static void WriteBudget(ChatReasoning asked, bool thinks, long limit, Utf8JsonWriter writer)
    {
        // Anthropic demands a budget below the limit.
        var budget = Math.Min(Math.Max(asked.Budget ?? 0, LeastBudget), limit - 1);
        if (!thinks || budget < LeastBudget)
        {
            if (asked.IsOn)
                asked.Origin?.MarkLeftOut();
            return;
        }

        writer.WriteStartObject("thinking");
        writer.WriteString("type", "enabled");
        writer.WriteNumber("budget_tokens", budget);
        writer.WriteEndObject();
    }

    /// <summary>
    /// The instruction to the model where a client asks for a JSON object of any shape, for which Messages has no field. The request for it is
    /// named as left out all the same: nothing enforces an instruction.
    /// </summary>
    public static string? Instruction(JsonField body)
    {
        if (body["response_format"] is not { } format || !format.Need("type").Is("json_object"))
            return null;
        format.MarkLeftOut();
        return "Answer with one JSON object and nothing else: no text before or after it, and no Markdown around it.";
    }

    private static string? Named(ChatReasoning asked) =>
        asked.Effort switch
        {
            null => null,
            "minimal" => "low",
            "none" or "low" or "medium" or "high" or "xhigh" or "max" => asked.Effort,
            _ => throw asked.Origin!.Wrong("none, minimal, low, medium, high, xhigh or max"),
        };

    private static bool IsForced(JsonField? choice) =>
        choice is not null && !(choice.Kind == JsonValueKind.String && choice.Text() is "auto" or "none");

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
