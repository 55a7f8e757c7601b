using System.Buffers;
using Platform.Gateway.Translation.Messages.Json;
using Platform.Gateway.Translation.Messages.OverChat;

namespace Platform.Gateway.Translation.Messages;

/// <summary>
/// The caller speaks Anthropic's Messages, the upstream OpenAI's chat completions. What is carried, left out and refused stands where
/// it is told: <see cref="ChatBody"/> for fields, <see cref="ChatMessages"/> for messages, <see cref="ChatTools"/> for tools.
/// </summary>
public sealed class MessagesOverChat : ITranslation
{
    private readonly TranslationContext context;
    private readonly EventWriter events = new();
    private readonly MessageStream stream;
    private bool ended;

    public MessagesOverChat(TranslationContext context)
    {
        this.context = context;
        stream = new MessageStream(context, events);
    }

    public IReadOnlyList<string> NotOffered { get; private set; } = [];

    public Trail Trail { get; } = new();

    public byte[] Request(ReadOnlyMemory<byte> body) => JsonText.OfRequest(body, Trail, (request, writer) =>
    {
        ChatBody.Write(request, writer, context);
        NotOffered = ChatTools.NotOffered(request);
        stream.HidesThoughts = ReasoningEffort.HidesThoughts(request);
    });

    public byte[] Answer(ReadOnlyMemory<byte> answer) =>
        JsonText.OfAnswer(answer, (told, writer) => MessageAnswer.Write(told, writer, context, stream.HidesThoughts));

    public void Event(ReadOnlySpan<byte> sse, IBufferWriter<byte> output)
    {
        var data = SseData.Of(sse);
        if (data.IsEmpty || ended)
            return;
        if (ended = data.SequenceEqual("[DONE]"u8))
            stream.End();
        else
            SseData.Read(data, stream.Read);
        events.MoveTo(output);
    }
}
