using System.Text.Json;

namespace Platform.Tests.Clients;

/// <summary>
/// Some versions of Cursor post the body of one protocol to the address of the other, and expect the answer of the address.
/// </summary>
public sealed class CursorResponses : Recorded
{
    public override string Name => "Cursor, Responses body to chat";

    public override string Guide =>
        "As Cursor; some of its versions send the body of Responses to `/v1/chat/completions`, and are answered in chat.";

    private protected override object Body(string model, IReadOnlyList<Turn> turns) =>
        new
        {
            model,
            user = "cursor-user",
            stream = true,
            store = false,
            include = new[] { "reasoning.encrypted_content" },
            reasoning = new { effort = "medium", summary = "auto" },
            input = turns.Select(Item).Prepend(new { role = "system", content = "You are an AI coding assistant, powered by Cursor." }),
            tools = new[]
            {
                new
                {
                    type = "function",
                    name = WriteTool.Name,
                    description = "Writes a file.",
                    strict = false,
                    parameters = JsonElement.Parse(WriteTool.Parameters),
                },
            },
            tool_choice = "auto",
        };

    private static object Item(Turn turn) =>
        turn switch
        {
            Question question => new { role = "user", content = new[] { new { type = "input_text", text = question.Text } } },
            ToolCall call => new
            {
                type = "function_call",
                call_id = call.Id,
                name = call.Name,
                arguments = call.Arguments,
            },
            ToolResult result => new
            {
                type = "function_call_output",
                call_id = result.Id,
                output = result.Text,
            },
            _ => throw new ArgumentOutOfRangeException(nameof(turn)),
        };
}
