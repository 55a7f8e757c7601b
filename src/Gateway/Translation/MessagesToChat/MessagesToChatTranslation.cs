using System.Buffers;
using Platform.Gateway.Protocols.Sse;
using Platform.Gateway.Translation.Json;
using Platform.Gateway.Translation.Tracking;

namespace Platform.Gateway.Translation.MessagesToChat;

/// <summary>
/// The caller speaks Anthropic's Messages, the upstream OpenAI's chat completions. What is carried, left out and refused stands where
/// it is told: <see cref="ChatRequestFromMessages"/> for fields, <see cref="ChatMessagesFromTurns"/> for messages, <see cref="ChatToolsFromMessages"/> for tools.
/// </summary>
public sealed class MessagesToChatTranslation : ITranslation
{
    private readonly TranslationContext context;
    private readonly JsonEventBuffer events = new();
    private readonly MessageStreamFromChat stream;
    private bool ended;

    public MessagesToChatTranslation(TranslationContext context)
    {
        this.context = context;
        stream = new MessageStreamFromChat(context, events);
    }

    public IReadOnlyList<string> NotOffered { get; private set; } = [];

    public FieldTracker Tracker { get; } = new();

    public byte[] Request(ReadOnlyMemory<byte> body) => TranslatedJson.OfRequest(body, Tracker, (request, writer) =>
    {
        ChatRequestFromMessages.Write(request, writer, context);
        NotOffered = ChatToolsFromMessages.NotOffered(request);
        stream.HidesThoughts = ReasoningEffort.HidesThoughts(request);
    });

    public byte[] Answer(ReadOnlyMemory<byte> answer) =>
        TranslatedJson.OfAnswer(answer, (told, writer) => MessageFromCompletion.Write(told, writer, context, stream.HidesThoughts));

    public void Event(ReadOnlySpan<byte> sse, IBufferWriter<byte> output)
    {
        var data = SseData.Of(sse);
        if (ended)
            return;
        if (ended = SseData.IsDone(data))
            stream.End();
        else if (!data.IsEmpty)
            UpstreamEvent.Read(data, stream.Read);
        else if (SseData.IsComment(sse))
            events.AddRaw(sse);
        events.MoveTo(output);
    }
}
