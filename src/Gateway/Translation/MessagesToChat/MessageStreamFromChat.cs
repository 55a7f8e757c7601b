using Platform.Gateway.Translation.Json;
using Platform.Gateway.Translation.Values;

namespace Platform.Gateway.Translation.MessagesToChat;

/// <summary>Converts the chunks of a chat completion to the events of a message.</summary>
internal sealed class MessageStreamFromChat
{
    private readonly TranslationContext context;
    private readonly MessageEvents events;
    private readonly OpenBlocks blocks;
    private readonly SequentialCalls calls;
    private UsageCounts usage = new(0, 0, 0, 0, null, null);
    private string? finish;
    private bool started;
    private bool refused;

    public MessageStreamFromChat(TranslationContext context, JsonEventBuffer writer, FunctionNames names)
    {
        this.context = context;
        events = new MessageEvents(writer);
        blocks = new OpenBlocks(events);
        calls = new SequentialCalls(blocks, names, number => new AnswerIds(context).Call(number));
    }

    public bool HidesReasoning { get; set; }

    public void Read(JsonField chunk)
    {
        Start(chunk.Text("model"));
        if (chunk.Object("usage") is { } counted)
            usage = UsageCounts.FromChat(counted);
        // There is one choice: Messages cannot ask for more.
        if (chunk["choices"]?.Items().FirstOrDefault() is not { } choice)
            return;
        if (choice.Object("delta") is { } delta)
            ReadDelta(delta);
        finish = choice.Text("finish_reason") ?? finish;
    }

    public void End()
    {
        Start(null);
        calls.Finish();
        blocks.Close();
        events.End(StopReasons.ForMessages(finish, calls.Any, refused), usage);
    }

    private void Start(string? model)
    {
        if (!started)
            events.Start(new AnswerIds(context).Message, model is { Length: > 0 } ? model : context.AnswerModel);
        started = true;
    }

    private void ReadDelta(JsonField delta)
    {
        if (!HidesReasoning)
            Say("thinking", ReasoningField.Text(delta));
        foreach (var (text, isThought) in ChatContent.Parts(delta["content"]))
            if (!isThought || !HidesReasoning)
                Say(isThought ? "thinking" : "text", text);
        var refusal = delta.Text("refusal");
        refused |= refusal is { Length: > 0 };
        Say("text", refusal);
        foreach (var (position, call) in delta.Items("tool_calls").Index())
            calls.Add(call, position);
    }

    private void Say(string kind, string? text)
    {
        if (string.IsNullOrEmpty(text))
            return;
        // Text after tool calls means that the calls are complete.
        calls.Finish();
        blocks.Say(kind, text);
    }
}
