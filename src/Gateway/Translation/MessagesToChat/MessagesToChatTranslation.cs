using System.Buffers;
using Platform.Gateway.Protocols.Sse;
using Platform.Gateway.Translation.Json;
using Platform.Gateway.Translation.Tracking;
using Platform.Gateway.Translation.Values;

namespace Platform.Gateway.Translation.MessagesToChat;

/// <summary>
/// A request goes from Anthropic's Messages to OpenAI's chat completions, its answer back. What is carried, left out and refused is
/// described where it is converted: <see cref="ChatRequestFromMessages"/> for fields, <see cref="ChatMessagesFromTurns"/> for messages,
/// <see cref="ChatToolsFromMessages"/> for tools.
/// </summary>
internal sealed class MessagesToChatTranslation : ITranslation
{
    private readonly TranslationContext context;
    private readonly FunctionNames names = new();
    private readonly JsonEventBuffer events = new();
    private readonly MessageStreamFromChat stream;
    private bool ended;

    public MessagesToChatTranslation(TranslationContext context)
    {
        this.context = context;
        stream = new MessageStreamFromChat(context, events, names);
    }

    public IReadOnlyList<string> NotOffered { get; private set; } = [];

    public FieldTracker Tracker { get; } = new();

    public byte[] Request(ReadOnlyMemory<byte> body) =>
        TranslatedJson.FromRequest(
            body,
            Tracker,
            (request, writer) =>
            {
                ChatRequestFromMessages.Write(request, writer, context, names);
                NotOffered = ChatToolsFromMessages.NotOffered(request);
                stream.HidesReasoning = ReasoningEffort.HidesReasoning(request);
            }
        );

    public byte[] Answer(ReadOnlyMemory<byte> answer) =>
        TranslatedJson.FromAnswer(
            answer,
            (completion, writer) => MessageFromCompletion.Write(completion, writer, context, names, stream.HidesReasoning)
        );

    public void Event(ReadOnlySpan<byte> sse, IBufferWriter<byte> output)
    {
        var data = SseData.From(sse);
        if (ended)
            return;
        if (ended = SseData.IsDone(data))
            stream.End();
        else if (!data.IsEmpty)
            TranslatedJson.ReadEvent(data, stream.Read);
        else if (SseData.IsComment(sse))
            events.AddRaw(sse);
        events.MoveTo(output);
    }
}
