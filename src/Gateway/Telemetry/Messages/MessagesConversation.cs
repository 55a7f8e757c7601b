using System.Text;
using System.Text.Json;

namespace Platform.Gateway.Telemetry.Messages;

/// <summary>Anthropic's Messages: content in blocks, and a system prompt outside of the messages.</summary>
internal sealed class MessagesConversation : IConversationReader
{
    public IReadOnlyList<Part> Instructions(JsonElement request) => [.. Contents(request, "system")];

    public IReadOnlyList<Message> Input(JsonElement request) =>
        [.. request.Items("messages").Select(message => new Message(message.Text("role") ?? "user", [.. Contents(message, "content")]))];

    public IReadOnlyList<Message> Output(JsonElement answer) =>
        [new Message("assistant", [.. Contents(answer, "content")], Finish(answer.Text("stop_reason")))];

    public IReadOnlyList<Message> Output(IReadOnlyList<JsonElement> events)
    {
        var blocks = new SortedDictionary<int, JsonElement>();
        var texts = new Dictionary<int, StringBuilder>();
        string? finish = null;
        foreach (var e in events)
        {
            var (index, delta) = (e.Index("index"), e.Member("delta"));
            if (e.Text("type") == "content_block_start")
                blocks[index] = e.Member("content_block");
            else if (e.Text("type") == "content_block_delta")
                texts.Append(index, delta.Text("text") ?? delta.Text("thinking") ?? delta.Text("partial_json"));
            finish = delta.Text("stop_reason") ?? finish;
        }

        return
        [
            new Message(
                "assistant",
                [.. blocks.Select(block => Grown(block.Value, texts.GetValueOrDefault(block.Key)?.ToString() ?? ""))],
                Finish(finish)
            ),
        ];
    }

    private static IEnumerable<Part> Contents(JsonElement value, string name) =>
        value.Text(name) is { } text ? [new TextPart(text)] : value.Items(name).Select(block => Block(block));

    private static Part Block(JsonElement block) =>
        block.Text("type") switch
        {
            "text" => new TextPart(block.Text("text") ?? ""),
            "thinking" => new ReasoningPart(block.Text("thinking") ?? ""),
            "tool_use" => new ToolCallPart(block.Text("id"), block.Text("name") ?? "", block.TextOrJson("input")),
            "tool_result" => new ToolResponsePart(block.Text("tool_use_id"), block.TextOrJson("content")),
            "image" => Media.From("image", block.Member("source").Text("url")),
            "document" => Media.From("document", block.Member("source").Text("url")),
            var other => new OtherPart(other ?? "unknown"),
        };

    /// <summary>A block of a stream begins empty.</summary>
    private static Part Grown(JsonElement start, string text) =>
        Block(start) switch
        {
            TextPart begun => new TextPart(begun.Content + text),
            ReasoningPart begun => new ReasoningPart(begun.Content + text),
            ToolCallPart begun => begun with { Arguments = text },
            var other => other,
        };

    private static string Finish(string? reason) =>
        reason switch
        {
            "end_turn" or "stop_sequence" => "stop",
            "max_tokens" or "model_context_window_exceeded" => "length",
            "tool_use" => "tool_call",
            "refusal" => "content_filter",
            null => "error",
            _ => reason,
        };
}
