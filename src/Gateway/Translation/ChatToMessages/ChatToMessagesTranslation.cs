using System.Buffers;
using Platform.Gateway.Protocols.Sse;
using Platform.Gateway.Translation.Json;
using Platform.Gateway.Translation.Tracking;

namespace Platform.Gateway.Translation.ChatToMessages;

/// <summary>
/// The caller speaks OpenAI's chat completions, the upstream Anthropic's Messages. What is carried, left out and refused stands where it
/// is told: <see cref="MessagesRequestFromChat"/> for fields, <see cref="AlternatingTurns"/> for messages, <see cref="MessagesToolsFromChat"/> for tools.
/// </summary>
public sealed class ChatToMessagesTranslation : ITranslation
{
    private readonly TranslationContext context;
    private readonly JsonEventBuffer events = new();
    private readonly ChatStreamFromMessage stream;

    public ChatToMessagesTranslation(TranslationContext context)
    {
        this.context = context;
        stream = new ChatStreamFromMessage(events, context);
    }

    public FieldTracker Tracker { get; } = new();

    public byte[] Request(ReadOnlyMemory<byte> body) =>
        TranslatedJson.OfRequest(body, Tracker, (request, writer) => stream.TellsUsage = MessagesRequestFromChat.Write(request, writer, context));

    public byte[] Answer(ReadOnlyMemory<byte> answer) =>
        TranslatedJson.OfAnswer(answer, (told, writer) => CompletionFromMessage.Write(told, writer, context));

    public void Event(ReadOnlySpan<byte> sse, IBufferWriter<byte> output)
    {
        if (stream.Ended)
            return;
        if (SseData.Of(sse) is { IsEmpty: false } data)
            UpstreamEvent.Read(data, stream.Read);
        else if (SseData.IsComment(sse))
            events.AddRaw(sse);
        events.MoveTo(output);
    }
}
