using System.Buffers;
using Platform.Gateway.Protocols.Sse;
using Platform.Gateway.Translation.Json;
using Platform.Gateway.Translation.Tracking;
using Platform.Gateway.Translation.Values;

namespace Platform.Gateway.Translation.ChatToResponses;

/// <summary>A request goes from chat completions to Responses, its answer back.</summary>
internal sealed class ChatToResponsesTranslation(TranslationContext context) : ITranslation
{
    private readonly FunctionNames names = new();
    private bool includesUsage;
    private ChatStreamFromResponse? stream;

    public FieldTracker Tracker { get; } = new();

    public byte[] Request(ReadOnlyMemory<byte> body) =>
        TranslatedJson.FromRequest(
            body,
            Tracker,
            (root, json) =>
            {
                includesUsage = UsageWish.In(root);
                ResponsesRequestFromChat.Write(json, root, context.UpstreamModel, context.OutputLimit, names);
            }
        );

    public byte[] Answer(ReadOnlyMemory<byte> answer) =>
        TranslatedJson.FromAnswer(
            answer,
            (response, json) => new CompletionFromResponse(new CompletionHead(context), names).Write(json, response)
        );

    public void Event(ReadOnlySpan<byte> sse, IBufferWriter<byte> output)
    {
        stream ??= new ChatStreamFromResponse(new CompletionHead(context), names, includesUsage);
        var data = SseData.From(sse);
        if (!data.IsEmpty)
            // Some upstreams end this protocol with the mark of chat, after its own terminal event.
            Read(data, output);
        else if (SseData.IsComment(sse))
            output.Write(sse);
    }

    private void Read(ReadOnlySpan<byte> data, IBufferWriter<byte> output)
    {
        if (!SseData.IsDone(data))
            TranslatedJson.ReadEvent(data, item => stream!.Read(item, output));
    }
}
