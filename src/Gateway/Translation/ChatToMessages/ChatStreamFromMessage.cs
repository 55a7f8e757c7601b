using Platform.Gateway.Translation.Json;
using Platform.Gateway.Translation.Values;

namespace Platform.Gateway.Translation.ChatToMessages;

/// <summary>Tells the events of a message as the chunks of a chat completion.</summary>
internal sealed class ChatStreamFromMessage(JsonEventBuffer events, TranslationContext context)
{
    private readonly MessageChunkWriter chunks = new(events, context);
    private readonly Dictionary<long, OpenCall> open = [];
    private UsageCounts? usage;
    private int calls;
    private bool finished;

    public bool TellsUsage { get; set; }

    public bool Ended { get; private set; }

    public void Read(JsonField message)
    {
        switch (message.Need("type").Text())
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
                Count(message["usage"]);
                Finish(message.Need("delta").Text("stop_reason"));
                break;
            case "message_stop":
                End();
                break;
            // A ping, or what will be thought of later.
        }
    }

    private void Start(JsonField message)
    {
        chunks.Model = message.Text("model") ?? chunks.Model;
        Count(message["usage"]);
        chunks.Start();
    }

    private void OpenBlock(JsonField message)
    {
        var block = message.Need("content_block");
        switch (block.Need("type").Text())
        {
            case "text":
                Say("content", block.Text("text"));
                break;
            case "thinking":
                Say("reasoning_content", block.Text("thinking"));
                break;
            case "tool_use":
                var call = open[message.Need("index").Count()] = new OpenCall(calls++);
                chunks.OpenCall(call.Number, block.Need("id").Text(), block.Need("name").Text());
                // Some servers give the whole input at once.
                if (block["input"] is { } input && input.Value.EnumerateObject().MoveNext())
                    AddArguments(call, input.Value.GetRawText());
                break;
        }
    }

    private void ReadDelta(JsonField message)
    {
        var delta = message.Need("delta");
        switch (delta.Need("type").Text())
        {
            case "text_delta":
                Say("content", delta.Text("text"));
                break;
            case "thinking_delta":
                Say("reasoning_content", delta.Text("thinking"));
                break;
            case "input_json_delta" when open.TryGetValue(message.Need("index").Count(), out var call):
                AddArguments(call, delta.Text("partial_json"));
                break;
            // Signatures and citations have no place in chat.
        }
    }

    /// <summary>A call without arguments comes without input; in chat it needs the JSON of nothing.</summary>
    private void CloseBlock(JsonField message)
    {
        if (open.Remove(message.Need("index").Count(), out var call) && !call.HasArguments)
            chunks.Arguments(call.Number, "{}");
    }

    private void AddArguments(OpenCall call, string? fragment)
    {
        if (string.IsNullOrEmpty(fragment))
            return;
        call.HasArguments = true;
        chunks.Arguments(call.Number, fragment);
    }

    private void Say(string kind, string? text)
    {
        if (!string.IsNullOrEmpty(text))
            chunks.Say(kind, text);
    }

    private void Count(JsonField? counted)
    {
        if (counted is null)
            return;
        var later = UsageCounts.OfMessages(counted);
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
        if (TellsUsage && usage is not null)
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
