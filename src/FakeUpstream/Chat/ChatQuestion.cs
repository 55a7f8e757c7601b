using System.Text.Json;
using Platform.FakeUpstream.Answers;
using Platform.FakeUpstream.Wire;

namespace Platform.FakeUpstream.Chat;

/// <summary>Reads the <see cref="Question"/> of a chat request.</summary>
internal static class ChatQuestion
{
    public static Question Read(JsonElement body, JsonElement messages, JsonElement? tools)
    {
        var last = messages[messages.GetArrayLength() - 1];
        var offered = tools is { } given ? Tools(given) : [];
        return new Question(
            ChatMessages.LastText(messages, "user") ?? "",
            ChatMessages.IsFrom(last, "tool") ? ChatMessages.Text(last) : null,
            offered,
            Choice(body, offered),
            Format(body),
            body.Whole("max_completion_tokens", 1, int.MaxValue) ?? body.Whole("max_tokens", 1, int.MaxValue)
        );
    }

    /// <summary>The functions among the tools; other kinds are never called.</summary>
    private static Tool[] Tools(JsonElement tools) =>
        [
            .. from tool in tools.EnumerateArray()
            where tool.ValueKind == JsonValueKind.Object
            let function = tool.Field("function", "an object", JsonValueKind.Object)
            where function is not null
            let name = function.Value.Field("name", "a string", JsonValueKind.String) ?? throw RequestFields.Missing("tools.function.name")
            select new Tool(name.Text(), function.Value.Field("parameters", "an object", JsonValueKind.Object) ?? default),
        ];

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
        if (
            choice.Field("function", "an object", JsonValueKind.Object)?.Field("name", "a string", JsonValueKind.String)?.Text()
            is not { } name
        )
            return default;
        return tools.Any(tool => tool.Name == name)
            ? new ToolChoice(ToolUse.Always, name)
            : throw new Refusal(
                OpenAIError.Invalid(
                    $"Invalid value for 'tool_choice': no function named '{name}' was specified in the 'tools' parameter.",
                    "tool_choice"
                )
            );
    }

    private static OutputFormat Format(JsonElement body)
    {
        if (body.Field("response_format", "an object", JsonValueKind.Object) is not { } format)
            return default;
        return format.Field("type", "a string", JsonValueKind.String)?.Text() switch
        {
            "text" => default,
            "json_object" => new OutputFormat(true),
            "json_schema" => new OutputFormat(true, Schema(format)),
            null => throw RequestFields.Missing("response_format.type"),
            var other => throw Unsupported("response_format.type", other, "'text', 'json_object', and 'json_schema'"),
        };
    }

    private static JsonElement Schema(JsonElement format) =>
        format.Field("json_schema", "an object", JsonValueKind.Object)?.Field("schema", "an object", JsonValueKind.Object)
        ?? throw RequestFields.Missing("response_format.json_schema.schema");

    private static Refusal Unsupported(string param, string value, string supported) =>
        new(OpenAIError.Invalid($"Invalid value: '{value}'. Supported values are: {supported}.", param, "invalid_value"));
}
