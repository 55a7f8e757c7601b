using System.Text.Json;
using System.Text.Json.Nodes;
using Platform.Gateway.Metering;
using Platform.Gateway.Protocols;
using Platform.Gateway.Protocols.Sse;
using Platform.Gateway.Translation.Assembly;
using Platform.Gateway.Translation.Json;

namespace Platform.Gateway.Forwarding;

/// <summary>
/// Reads a stream that an upstream sent although a whole answer was asked for. The client, which cannot read a stream, gets the answer put
/// together.
/// </summary>
internal static class StreamedAnswer
{
    private static readonly JsonSerializerOptions Writing = new() { Encoder = new SurrogateKeepingEncoder(), MaxDepth = 256 };

    /// <param name="explain">What an error in the stream means.</param>
    /// <param name="whole">The whole answer, where nothing is wrong.</param>
    /// <returns>What is wrong with the stream.</returns>
    public static StreamBreak? Assemble(
        Protocol protocol,
        ReadOnlySpan<byte> stream,
        Func<UpstreamError, StreamBreak> explain,
        out byte[] whole
    )
    {
        whole = [];
        if (Assemblies.For(protocol) is not { } assembly)
            return StreamBreak.Streamed;
        // The answer's own meter reads it once it is whole.
        var (events, meter) = (new SseEvents(), new AnswerMeter(AnswerFormat.For(protocol)));
        try
        {
            if (Read(events, stream, meter, assembly, explain) is { } broken)
                return broken;
            if (events.Finish() && Read(events, [], meter, assembly, explain) is { } late)
                return late;
            if (!meter.Finished)
                return StreamBreak.Cut;
            if (assembly.Whole() is not { } answer)
                return StreamBreak.Streamed;
            whole = JsonSerializer.SerializeToUtf8Bytes<JsonNode>(answer, Writing);
            return null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or ArgumentException or FormatException)
        {
            return StreamBreak.Streamed;
        }
    }

    private static StreamBreak? Read(
        SseEvents events,
        ReadOnlySpan<byte> chunk,
        AnswerMeter meter,
        IAssembly assembly,
        Func<UpstreamError, StreamBreak> explain
    )
    {
        while (events.TryTake(ref chunk, out var sse))
        {
            var kind = meter.ReadEvent(sse);
            if (kind is AnswerEvent.Error)
                return explain(meter.Error!);
            if (kind is AnswerEvent.Malformed)
                return StreamBreak.Malformed;
            if (SseData.From(sse) is [(byte)'{', ..] data)
                assembly.Add(JsonNode.Parse(data, documentOptions: new JsonDocumentOptions { MaxDepth = 256 })!.AsObject());
        }

        return null;
    }
}
