using System.Text;
using System.Text.Json;

namespace Platform.Gateway.Telemetry.Messages;

/// <summary>Chat completions, and the legacy completions, which have a <c>prompt</c> and a <c>text</c> instead of messages.</summary>
internal sealed class ChatConversation : IConversationReader
{
    /// <summary>Its system messages are messages among others.</summary>
    public IReadOnlyList<Part> Instructions(JsonElement request) => [];

    public IReadOnlyList<Message> Input(JsonElement request) =>
        request.Member("prompt").ValueKind switch
        {
            JsonValueKind.String => [new Message("user", [new TextPart(request.Text("prompt")!)])],
            JsonValueKind.Array =>
            [
                new Message(
                    "user",
                    [
                        .. request
                            .Items("prompt")
                            .Where(item => item.ValueKind == JsonValueKind.String)
                            .Select(item => new TextPart(item.GetString()!)),
                    ]
                ),
            ],
            _ => [.. request.Items("messages").Select(Asked)],
        };

    public IReadOnlyList<Message> Output(JsonElement answer) =>
        [
            .. answer
                .Items("choices")
                .Select(choice => new Message(
                    "assistant",
                    [.. Parts(choice.Member("message")), .. Texts(choice, "text")],
                    Finish(choice.Text("finish_reason"))
                )),
        ];

    public IReadOnlyList<Message> Output(IReadOnlyList<JsonElement> events)
    {
        var choices = new SortedDictionary<int, Growing>();
        foreach (var choice in events.SelectMany(chunk => chunk.Items("choices")))
        {
            var index = choice.Index("index");
            if (!choices.TryGetValue(index, out var growing))
                choices[index] = growing = new Growing();
            growing.Add(choice);
        }

        return [.. choices.Values.Select(growing => growing.Said())];
    }

    private static Message Asked(JsonElement message) =>
        message.Text("role") switch
        {
            "tool" or "function" => new Message(
                "tool",
                [new ToolResponsePart(message.Text("tool_call_id"), message.TextOrJson("content"))]
            ),
            "developer" => new Message("system", [.. Parts(message)]),
            var role => new Message(role ?? "user", [.. Parts(message)]),
        };

    private static IEnumerable<Part> Parts(JsonElement message) =>
        [
            .. Texts(message, "reasoning_content")
                .Concat(Texts(message, "reasoning"))
                .Take(1)
                .Select(text => new ReasoningPart(text.Content)),
            .. Texts(message, "content"),
            .. message.Items("content").Select(Content),
            .. Texts(message, "refusal"),
            .. message
                .Items("tool_calls")
                .Select(call => new ToolCallPart(
                    call.Text("id"),
                    call.Member("function").Text("name") ?? "",
                    call.Member("function").TextOrJson("arguments")
                )),
        ];

    private static IEnumerable<TextPart> Texts(JsonElement value, string name) =>
        value.Text(name) is { Length: > 0 } text ? [new TextPart(text)] : [];

    private static Part Content(JsonElement part) =>
        part.Text("type") switch
        {
            "text" => new TextPart(part.Text("text") ?? ""),
            "refusal" => new TextPart(part.Text("refusal") ?? ""),
            "image_url" => Media.From("image", part.Member("image_url").Text("url")),
            "input_audio" => Media.From("audio", null),
            "file" => Media.From("document", null),
            var other => new OtherPart(other ?? "unknown"),
        };

    private static string Finish(string? reason) =>
        reason switch
        {
            "tool_calls" or "function_call" => "tool_call",
            null => "error",
            _ => reason,
        };

    /// <summary>A choice that is assembled from chunks.</summary>
    private sealed class Growing
    {
        private readonly StringBuilder reasoning = new(),
            content = new();
        private readonly SortedDictionary<int, (string? Id, string Name)> calls = [];
        private readonly SortedDictionary<int, StringBuilder> arguments = [];
        private string? finish;

        public void Add(JsonElement choice)
        {
            var delta = choice.Member("delta");
            reasoning.Append(delta.Text("reasoning_content") ?? delta.Text("reasoning"));
            content.Append(delta.Text("content")).Append(delta.Text("refusal")).Append(choice.Text("text"));
            foreach (var call in delta.Items("tool_calls"))
            {
                var (index, function) = (call.Index("index"), call.Member("function"));
                if (function.Text("name") is { } name)
                    calls.TryAdd(index, (call.Text("id"), name));
                arguments.Append(index, function.Text("arguments"));
            }

            finish = choice.Text("finish_reason") ?? finish;
        }

        public Message Said() =>
            new(
                "assistant",
                [
                    .. reasoning.Length > 0 ? [new ReasoningPart(reasoning.ToString())] : (Part[])[],
                    .. content.Length > 0 ? [new TextPart(content.ToString())] : (Part[])[],
                    .. calls.Select(call => new ToolCallPart(
                        call.Value.Id,
                        call.Value.Name,
                        arguments.GetValueOrDefault(call.Key)?.ToString() ?? ""
                    )),
                ],
                Finish(finish)
            );
    }
}
