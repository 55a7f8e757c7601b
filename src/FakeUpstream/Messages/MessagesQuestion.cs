using System.Text.Json;
using Platform.FakeUpstream.Answers;
using Platform.FakeUpstream.Wire;

namespace Platform.FakeUpstream.Messages;

/// <summary>Reads the <see cref="Question"/> of a Messages request.</summary>
internal static class MessagesQuestion
{
    public static Question Read(JsonElement body, JsonElement messages, int mostTokens)
    {
        var tools = body.Field("tools", "an array of objects", JsonValueKind.Array) is { } offered ? Tools(offered) : [];
        var (user, result) = MessageBlocks.LastUserTurn(messages);
        return new Question(user, result, tools, Choice(body, tools), Format(body), mostTokens) { Stops = Stops(body) };
    }

    /// <summary>The tools of the client; Anthropic's own tools have no schema and are never called.</summary>
    private static Tool[] Tools(JsonElement tools) =>
        [
            .. from tool in tools.EnumerateArray()
            where tool.ValueKind == JsonValueKind.Object
            let schema = tool.Field("input_schema", "an object", JsonValueKind.Object)
            where schema is not null
            select new Tool(
                tool.Field("name", "a string", JsonValueKind.String)?.Text() ?? throw RequestFields.Missing("tools.name"),
                schema.Value
            ),
        ];

    private static ToolChoice Choice(JsonElement body, Tool[] tools)
    {
        if (body.Field("tool_choice", "an object", JsonValueKind.Object) is not { } choice)
            return default;
        switch (choice.Field("type", "a string", JsonValueKind.String)?.Text() ?? throw RequestFields.Missing("tool_choice.type"))
        {
            case "auto":
                return default;
            case "none":
                return new ToolChoice(ToolUse.Never);
            case "any":
                return new ToolChoice(ToolUse.Always);
            case "tool":
                var name =
                    choice.Field("name", "a string", JsonValueKind.String)?.Text() ?? throw RequestFields.Missing("tool_choice.name");
                return tools.Any(tool => tool.Name == name)
                    ? new ToolChoice(ToolUse.Always, name)
                    : throw new Refusal(OpenAIError.Invalid($"Tool '{name}' not found in provided tools", "tool_choice"));
            default:
                throw new Refusal(OpenAIError.Invalid("tool_choice.type: Input should be 'auto', 'any', 'tool' or 'none'", "tool_choice"));
        }
    }

    private static OutputFormat Format(JsonElement body) =>
        body.Field("output_config", "an object", JsonValueKind.Object)?.Field("format", "an object", JsonValueKind.Object) is { } format
            ? new OutputFormat(
                true,
                format.Field("schema", "an object", JsonValueKind.Object) ?? throw RequestFields.Missing("output_config.format.schema")
            )
            : default;

    private static string[] Stops(JsonElement body) =>
        body.Field("stop_sequences", "an array of strings", JsonValueKind.Array) is { } stops
            ?
            [
                .. stops
                    .EnumerateArray()
                    .Where(stop => stop.ValueKind == JsonValueKind.String)
                    .Select(RequestFields.Text)
                    .Where(stop => stop.Length > 0),
            ]
            : [];
}
