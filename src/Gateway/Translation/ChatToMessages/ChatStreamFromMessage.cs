using Platform.Gateway.Translation.Json;
using Platform.Gateway.Translation.Values;

namespace Platform.Gateway.Translation.ChatToMessages;

/// <summary>Converts the events of a message to the chunks of a chat completion.</summary>
internal sealed class ChatStreamFromMessage(JsonEventBuffer events, TranslationContext context, FunctionNames names)
{
    private readonly MessageChunkWriter chunks = new(events, context);
    private readonly Dictionary<long, OpenCall> open = [];
    private UsageCounts? usage;
    private int calls;
    private bool finished;

    public bool IncludesUsage { get; set; }

    public bool HidesReasoning { get; set; }

    public bool Ended { get; private set; }

    public void Read(JsonField message)
    {
        switch (message.NeedText("type"))
        {
            case "message_start":
                Start(message.Need("message"));
                break;
            case "content_block_start":
                OpenBlock(message);
                break;
            case "content_block_delta":
                ReadDelta(message);
                break;
            case "content_block_stop":
                CloseBlock(message);
                break;
            case "message_delta":
                Count(message.Object("usage"));
                Finish(message.Need("delta").Text("stop_reason"));
                break;
            case "message_stop":
                End();
                break;
            // A ping, or an event that is not known yet: no chunk.
        }
    }

    private void Start(JsonField message)
    {
        chunks.Model = message.Text("model") ?? chunks.Model;
        Count(message.Object("usage"));
        chunks.Start();
    }

    private void OpenBlock(JsonField message)
    {
        var block = message.Need("content_block");
        switch (block.NeedText("type"))
        {
            case "text":
                Say("content", block.Text("text"));
                break;
            case "thinking":
                Say("reasoning_content", block.Text("thinking"));
                break;
            case "tool_use":
                var call = open[IndexOf(message)] = new OpenCall(calls++);
                chunks.OpenCall(
                    call.Number,
                    block.Text("id") ?? new AnswerIds(context).Call(call.Number),
                    names.ToClient(block.NeedText("name"))
                );
                // Some servers send the whole input at once.
                if (block["input"] is { } input && !(input.IsObject && input.Value.GetPropertyCount() == 0))
                    AddArguments(call, input.TextOrJson());
                break;
        }
    }

    private void ReadDelta(JsonField message)
    {
        var delta = message.Need("delta");
        switch (delta.NeedText("type"))
        {
            case "text_delta":
                Say("content", delta.Text("text"));
                break;
            case "thinking_delta":
                Say("reasoning_content", delta.Text("thinking"));
                break;
            case "input_json_delta" when open.TryGetValue(IndexOf(message), out var call):
                AddArguments(call, delta["partial_json"]?.TextOrJson());
                break;
            // Chat has no field for signatures and citations.
        }
    }

    /// <summary>A call without arguments comes without input; in chat its arguments are an empty JSON object.</summary>
    private void CloseBlock(JsonField message)
    {
        if (open.Remove(IndexOf(message), out var call) && !call.HasArguments)
            chunks.Arguments(call.Number, "{}");
    }

    /// <summary>Servers that have one block at a time may not number them.</summary>
    private static long IndexOf(JsonField message) => message.Count("index") ?? 0;

    private void AddArguments(OpenCall call, string? fragment)
    {
        if (string.IsNullOrEmpty(fragment))
            return;
        call.HasArguments = true;
        chunks.Arguments(call.Number, fragment);
    }

    private void Say(string kind, string? text)
    {
        if (!string.IsNullOrEmpty(text) && !(HidesReasoning && kind == "reasoning_content"))
            chunks.Say(kind, text);
    }

    private void Count(JsonField? counted)
    {
        if (counted is null)
            return;
        var later = UsageCounts.FromMessages(counted);
        usage = usage?.With(later) ?? later;
    }

    private void Finish(string? reason)
    {
        if (reason is null || finished)
            return;
        finished = true;
        chunks.Finish(StopReasons.ForChat(reason, calls > 0));
    }

    private void End()
    {
        Finish("end_turn");
        if (IncludesUsage && usage is not null)
            chunks.Usage(usage);
        chunks.Done();
        Ended = true;
    }

    private sealed class OpenCall(int number)
    {
        public int Number => number;

        public bool HasArguments { get; set; }
    }
}
