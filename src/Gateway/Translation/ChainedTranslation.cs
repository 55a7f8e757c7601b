using System.Buffers;
using Platform.Gateway.Errors;
using Platform.Gateway.Metering;
using Platform.Gateway.Protocols.Sse;
using Platform.Gateway.Translation.Tracking;

namespace Platform.Gateway.Translation;

/// <summary>
/// Two translations in a row: from the caller's protocol to a middle one, and on to the upstream's; answers come back the other way. What
/// only the second cannot tell is named as the caller has it; a refusal of what the caller has in other words, as it stands in the middle.
/// </summary>
/// <param name="outer">Speaks with the caller.</param>
/// <param name="inner">Speaks with the upstream.</param>
public sealed class ChainedTranslation(ITranslation outer, ITranslation inner) : ITranslation
{
    private readonly ArrayBufferWriter<byte> middle = new();
    private readonly SseSplitter splitter = new();

    public FieldTracker Tracker { get; private set; } = new();

    public byte[] Request(ReadOnlyMemory<byte> body)
    {
        outer.Tracker.Origins = new FieldOrigins();
        var between = outer.Request(body);
        try
        {
            return inner.Request(between);
        }
        catch (UntranslatableException e) when (outer.Tracker.OriginOf(between, e.Param) is { } origin)
        {
            throw e.Of(origin);
        }
        finally
        {
            Tracker = outer.Tracker.Then(inner.Tracker, between);
            outer.Tracker.Origins = null;
        }
    }

    public IReadOnlyList<string> NotOffered => [.. outer.NotOffered, .. inner.NotOffered];

    public StreamPosition Position => outer.Position;

    public byte[] Answer(ReadOnlyMemory<byte> answer) => outer.Answer(inner.Answer(answer));

    public void Event(ReadOnlySpan<byte> sse, IBufferWriter<byte> output)
    {
        middle.ResetWrittenCount();
        inner.Event(sse, middle);
        var events = middle.WrittenSpan;
        while (splitter.TryTake(ref events, out var whole))
            outer.Event(whole, output);
    }
}
