using System.Text;
using System.Text.Json;

namespace Platform.Tests.Clients;

/// <summary>The pieces of a chat completions stream, put together.</summary>
internal sealed class ChatPieces
{
    private readonly StringBuilder text = new();
    private readonly SortedDictionary<int, (string Id, string Name, StringBuilder Arguments)> calls = [];
    private bool finished,
        done;

    public string? Error { get; private set; }

    public void Add(string data)
    {
        if (data == "[DONE]")
        {
            done = true;
            return;
        }

        var chunk = JsonElement.Parse(data);
        if (chunk.TryGetProperty("error", out var error))
            Error = error.GetRawText();
        if (!chunk.TryGetProperty("choices", out var choices))
            return;
        foreach (var choice in choices.EnumerateArray())
            AddChoice(choice);
    }

    public ChatAnswer Whole() =>
        Error is not null ? ChatAnswer.Failed(Error)
        : !finished || !done ? ChatAnswer.Failed("The stream ended without its end.")
        : new ChatAnswer(
            text.ToString(),
            [.. calls.Values.Select(call => new ToolCall(call.Id, call.Name, call.Arguments.ToString()))],
            null
        );

    private void AddChoice(JsonElement choice)
    {
        finished |= choice.TryGetProperty("finish_reason", out var reason) && reason.ValueKind == JsonValueKind.String;
        var delta = choice.GetProperty("delta");
        if (delta.TryGetProperty("content", out var content) && content.ValueKind == JsonValueKind.String)
            text.Append(content.GetString());
        if (!delta.TryGetProperty("tool_calls", out var parts))
            return;
        foreach (var part in parts.EnumerateArray())
        {
            var function = part.GetProperty("function");
            var index = part.GetProperty("index").GetInt32();
            if (!calls.ContainsKey(index))
                calls[index] = (part.GetProperty("id").GetString()!, function.GetProperty("name").GetString()!, new StringBuilder());
            if (function.TryGetProperty("arguments", out var arguments))
                calls[index].Arguments.Append(arguments.GetString());
        }
    }
}
