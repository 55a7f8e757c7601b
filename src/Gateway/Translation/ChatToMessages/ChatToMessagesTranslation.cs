using System.Buffers;
using Platform.Gateway.Protocols.Sse;
using Platform.Gateway.Translation.Json;
using Platform.Gateway.Translation.Tracking;
using Platform.Gateway.Translation.Values;

namespace Platform.Gateway.Translation.ChatToMessages;

/// <summary>
/// A request goes from OpenAI's chat completions to Anthropic's Messages, its answer back. What is carried, left out and refused is
/// described where it is converted: <see cref="MessagesRequestFromChat"/> for fields, <see cref="AlternatingTurns"/> for messages, <see
/// cref="MessagesToolsFromChat"/> for tools.
/// </summary>
internal sealed class ChatToMessagesTranslation : ITranslation
{
    private readonly TranslationContext context;
    private readonly FunctionNames names = new();
    private readonly JsonEventBuffer events = new();
    private readonly ChatStreamFromMessage stream;

    public ChatToMessagesTranslation(TranslationContext context)
    {
        this.context = context;
        stream = new ChatStreamFromMessage(events, context, names);
    }

    public FieldTracker Tracker { get; } = new();

    public byte[] Request(ReadOnlyMemory<byte> body) =>
        TranslatedJson.FromRequest(
            body,
            Tracker,
            (request, writer) =>
            {
                MessagesRequestFromChat.Write(request, writer, context, names);
                stream.IncludesUsage = UsageWish.In(request);
                stream.HidesReasoning = ChatReasoning.Read(request).IsHidden;
            }
        );

    public byte[] Answer(ReadOnlyMemory<byte> answer) =>
        TranslatedJson.FromAnswer(
            answer,
            (message, writer) => CompletionFromMessage.Write(message, writer, context, names, stream.HidesReasoning)
        );

    public void Event(ReadOnlySpan<byte> sse, IBufferWriter<byte> output)
    {
        if (stream.Ended)
            return;
        if (SseData.From(sse) is { IsEmpty: false } data)
            TranslatedJson.ReadEvent(data, stream.Read);
        else if (SseData.IsComment(sse))
            events.AddRaw(sse);
        events.MoveTo(output);
    }
}
