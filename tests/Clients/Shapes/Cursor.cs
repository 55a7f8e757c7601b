using System.Text.Json;

namespace Platform.Tests.Clients;

public sealed class Cursor : Recorded
{
    public override string Name => "Cursor";

    public override string Guide =>
        "Settings, Models, API Keys: *OpenAI API Key* is KEY, *Override OpenAI Base URL* is BASE_URL, and MODEL is added as a custom model.";

    private protected override object Body(string model, IReadOnlyList<Turn> turns) =>
        new
        {
            model,
            temperature = 0,
            user = "cursor-user",
            stream = true,
            stream_options = new { include_usage = true },
            messages = turns
                .Select(ChatMessage)
                .Prepend(new { role = "system", content = "You are an AI coding assistant, powered by Cursor." }),
            tools = new[]
            {
                new
                {
                    type = "function",
                    function = new
                    {
                        name = WriteTool.Name,
                        description = "Writes a file.",
                        parameters = JsonElement.Parse(WriteTool.Parameters),
                    },
                },
            },
            tool_choice = "auto",
        };

    internal static object ChatMessage(Turn turn) =>
        turn switch
        {
            Question question => new { role = "user", content = new[] { new { type = "text", text = question.Text } } },
            ToolCall call => new
            {
                role = "assistant",
                content = (string?)null,
                tool_calls = new[]
                {
                    new
                    {
                        id = call.Id,
                        type = "function",
                        function = new { name = call.Name, arguments = call.Arguments },
                    },
                },
            },
            ToolResult result => new
            {
                role = "tool",
                tool_call_id = result.Id,
                content = result.Text,
            },
            _ => throw new ArgumentOutOfRangeException(nameof(turn)),
        };
}
