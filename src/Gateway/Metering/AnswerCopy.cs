namespace Platform.Gateway.Metering;

/// <summary>A bounded copy of an upstream's answer, byte for byte, for a developer who captures messages.</summary>
internal sealed class AnswerCopy
{
    private const int MaxBytes = 256 * 1024;

    private readonly List<byte[]> events = [];
    private int length;

    public IReadOnlyList<byte[]> Events => events;

    /// <summary>An answer that came whole; null for a stream, and for one that is too long.</summary>
    public byte[]? Whole { get; private set; }

    public void AddEvent(ReadOnlySpan<byte> sse)
    {
        length += sse.Length;
        if (length <= MaxBytes)
            events.Add(sse.ToArray());
    }

    public void SetWhole(ReadOnlySpan<byte> json) => Whole = json.Length <= MaxBytes ? json.ToArray() : null;
}
