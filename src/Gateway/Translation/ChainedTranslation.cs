using System.Buffers;
using Platform.Gateway.Errors;
using Platform.Gateway.Protocols.Sse;
using Platform.Gateway.Translation.Tracking;

namespace Platform.Gateway.Translation;

/// <summary>
/// Two translations in a row: a request goes from the caller's protocol to a middle one and on to the upstream's, an answer the other way.
/// A field that only the second cannot carry is named as the caller names it. A refusal by the second names the caller's field where that
/// was copied, else the field of the middle body.
/// </summary>
/// <param name="outer">Between the caller's protocol and the middle one.</param>
/// <param name="inner">Between the middle protocol and the upstream's.</param>
internal sealed class ChainedTranslation(ITranslation outer, ITranslation inner) : ITranslation
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
            throw e.At(origin);
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
