using System.Text.Json;
using Platform.FakeUpstream.Answers;
using Platform.FakeUpstream.Wire;

namespace Platform.FakeUpstream.Responses;

/// <summary>Reads the <see cref="Question"/> of a Responses request.</summary>
internal static class ResponsesQuestion
{
    public static Question Read(JsonElement body, JsonElement input, JsonElement? tools)
    {
        var offered = tools is { } given ? ResponsesTools.Read(given, null).ToArray() : [];
        var (user, result) = input.ValueKind == JsonValueKind.String ? (input.Text(), null) : InputItems.LastUserTurn(input);
        return new Question(user, result, offered, Choice(body, offered), Format(body), body.Whole("max_output_tokens", 1, int.MaxValue));
    }

    private static ToolChoice Choice(JsonElement body, Tool[] tools)
    {
        if (!body.TryField("tool_choice", out var choice))
            return default;
        if (choice.ValueKind == JsonValueKind.String)
        {
            return choice.Text() switch
            {
                "auto" => default,
                "none" => new ToolChoice(ToolUse.Never),
                "required" => new ToolChoice(ToolUse.Always),
                var other => throw Unsupported("tool_choice", other, "'none', 'auto', and 'required'"),
            };
        }

        if (choice.ValueKind != JsonValueKind.Object)
            throw RequestFields.WrongType("tool_choice", "a string or an object", choice);
        if (choice.Field("name", "a string", JsonValueKind.String)?.Text() is not { } name)
            return default;
        return tools.Any(tool => tool.Name == name)
            ? new ToolChoice(ToolUse.Always, name)
            : throw new Refusal(OpenAIError.Invalid($"Tool choice '{name}' not found in 'tools' parameter.", "tool_choice"));
    }

    private static OutputFormat Format(JsonElement body)
    {
        if (body.Field("text", "an object", JsonValueKind.Object)?.Field("format", "an object", JsonValueKind.Object) is not { } format)
            return default;
        return format.Field("type", "a string", JsonValueKind.String)?.Text() switch
        {
            "text" => default,
            "json_object" => new OutputFormat(true),
            "json_schema" => new OutputFormat(
                true,
                format.Field("schema", "an object", JsonValueKind.Object) ?? throw RequestFields.Missing("text.format.schema")
            ),
            null => throw RequestFields.Missing("text.format.type"),
            var other => throw Unsupported("text.format.type", other, "'text', 'json_object', and 'json_schema'"),
        };
    }

    private static Refusal Unsupported(string param, string value, string supported) =>
        new(OpenAIError.Invalid($"Invalid value: '{value}'. Supported values are: {supported}.", param, "invalid_value"));
}
