using System.Buffers;

namespace Platform.Gateway.Translation.Responses;

/// <summary>The caller speaks chat completions, the upstream Responses.</summary>
public sealed class ChatOverResponses(TranslationContext context) : ITranslation
{
    private bool tellsUsage;
    private ResponseStream? stream;

    public Trail Trail { get; } = new();

    public byte[] Request(ReadOnlyMemory<byte> body) => Json.FromCaller(body, Trail, (root, json) =>
    {
        tellsUsage = root.Object("stream_options")?.Flag("include_usage") is true;
        ResponsesRequest.Write(json, root, context.UpstreamModel, context.OutputLimit);
    });

    public byte[] Answer(ReadOnlyMemory<byte> answer)
    {
        byte[] completion = [];
        Json.FromUpstream(answer.Span, response => completion = Json.Write(json => new ChatCompletion(new ChatHead(context)).Write(json, response)));
        return completion;
    }

    public void Event(ReadOnlySpan<byte> sse, IBufferWriter<byte> output)
    {
        stream ??= new ResponseStream(new ChatHead(context), tellsUsage);
        var data = SseData.Of(sse);
        if (!data.IsEmpty)
            // Some upstreams end this protocol as chat ends, too; what counts came before.
            Read(data, output);
        else if (sse.StartsWith(":"u8))
            // A comment says that the upstream is alive, in any protocol.
            output.Write(sse);
    }

    private void Read(ReadOnlySpan<byte> data, IBufferWriter<byte> output)
    {
        if (!data.SequenceEqual("[DONE]"u8))
            Json.FromUpstream(data, told => stream!.Read(told, output));
    }
}
