using System.Buffers;
using Platform.Gateway.Metering;

namespace Platform.Gateway.Translation;

/// <summary>
/// Two translations in a row: from the caller's protocol to a middle one, and on to the upstream's; answers come back the other way. A
/// field that only the second cannot tell is named as it stands in the middle.
/// </summary>
/// <param name="outer">Speaks with the caller.</param>
/// <param name="inner">Speaks with the upstream.</param>
public sealed class Composed(ITranslation outer, ITranslation inner) : ITranslation
{
    private readonly ArrayBufferWriter<byte> middle = new();
    private readonly SseSplitter splitter = new();

    public byte[] Request(ReadOnlyMemory<byte> body) => inner.Request(outer.Request(body));

    public IReadOnlyList<string> NotOffered => [.. outer.NotOffered, .. inner.NotOffered];

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
