using System.Buffers;
using Platform.Gateway.Translation.Messages.Json;
using Platform.Gateway.Translation.Messages.OverMessages;

namespace Platform.Gateway.Translation.Messages;

/// <summary>
/// The caller speaks OpenAI's chat completions, the upstream Anthropic's Messages. What is carried, left out and refused stands where it
/// is told: <see cref="MessagesBody"/> for fields, <see cref="Conversation"/> for messages, <see cref="MessagesTools"/> for tools.
/// </summary>
public sealed class ChatOverMessages : ITranslation
{
    private readonly TranslationContext context;
    private readonly EventWriter events = new();
    private readonly ChatStream stream;

    public ChatOverMessages(TranslationContext context)
    {
        this.context = context;
        stream = new ChatStream(events, context);
    }

    public Trail Trail { get; } = new();

    public byte[] Request(ReadOnlyMemory<byte> body) =>
        JsonText.OfRequest(body, Trail, (request, writer) => stream.TellsUsage = MessagesBody.Write(request, writer, context));

    public byte[] Answer(ReadOnlyMemory<byte> answer) =>
        JsonText.OfAnswer(answer, (told, writer) => ChatAnswer.Write(told, writer, context));

    public void Event(ReadOnlySpan<byte> sse, IBufferWriter<byte> output)
    {
        var data = SseData.Of(sse);
        if (data.IsEmpty || stream.Ended)
            return;
        SseData.Read(data, stream.Read);
        events.MoveTo(output);
    }
}
