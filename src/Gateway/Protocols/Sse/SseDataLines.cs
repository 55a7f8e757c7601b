namespace Platform.Gateway.Protocols.Sse;

/// <summary>Enumerates the data lines of one event.</summary>
internal ref struct SseDataLines(ReadOnlySpan<byte> sse)
{
    private readonly ReadOnlySpan<byte> sse = sse;
    private int next;
    private Range current;

    /// <summary>Where the line's data lies in the event.</summary>
    public readonly Range Current => current;

    public readonly SseDataLines GetEnumerator() => this;

    public bool MoveNext()
    {
        while (next < sse.Length)
        {
            var start = next;
            var length = sse[start..].IndexOf((byte)'\n');
            var end = length < 0 ? sse.Length : start + length;
            next = end + 1;
            if (SseData.TryRead(sse, start, end, out current))
                return true;
        }

        return false;
    }
}
