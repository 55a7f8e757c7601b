using System.Buffers;
using Platform.Gateway.Protocols.Sse;
using Platform.Gateway.Translation.Json;
using Platform.Gateway.Translation.Tracking;

namespace Platform.Gateway.Translation.ChatToResponses;

/// <summary>The caller speaks chat completions, the upstream Responses.</summary>
public sealed class ChatToResponsesTranslation(TranslationContext context) : ITranslation
{
    private bool tellsUsage;
    private ChatStreamFromResponse? stream;

    public FieldTracker Tracker { get; } = new();

    public byte[] Request(ReadOnlyMemory<byte> body) => RawJson.FromCaller(body, Tracker, (root, json) =>
    {
        tellsUsage = root.Object("stream_options")?.Flag("include_usage") is true;
        ResponsesRequestFromChat.Write(json, root, context.UpstreamModel, context.OutputLimit);
    });

    public byte[] Answer(ReadOnlyMemory<byte> answer)
    {
        byte[] completion = [];
        RawJson.FromUpstream(answer.Span, response => completion = RawJson.Write(json => new CompletionFromResponse(new CompletionHead(context)).Write(json, response)));
        return completion;
    }

    public void Event(ReadOnlySpan<byte> sse, IBufferWriter<byte> output)
    {
        stream ??= new ChatStreamFromResponse(new CompletionHead(context), tellsUsage);
        var data = SseData.Of(sse);
        if (!data.IsEmpty)
            // Some upstreams end this protocol as chat ends, too; what counts came before.
            Read(data, output);
        else if (SseData.IsComment(sse))
            output.Write(sse);
    }

    private void Read(ReadOnlySpan<byte> data, IBufferWriter<byte> output)
    {
        if (!SseData.IsDone(data))
            RawJson.FromUpstream(data, told => stream!.Read(told, output));
    }
}
