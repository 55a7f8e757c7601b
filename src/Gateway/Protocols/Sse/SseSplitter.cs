namespace Platform.Gateway.Protocols.Sse;

/// <summary>
/// Cuts a stream of server-sent events into whole events, wherever its bytes happen to be split. An event that lies whole in one
/// chunk is handed out in place; only one that spans chunks is copied. Line ends may be LF or CRLF. A comment between two events is handed
/// out alone, as one line. A byte order mark at the start of the stream is left out.
/// </summary>
internal sealed class SseSplitter
{
    private static ReadOnlySpan<byte> ByteOrderMark => "\uFEFF"u8;

    private byte[] partial = [];
    private int partialLength;
    private bool lineHasContent,
        began;

    /// <summary>Bytes of an event that has begun and not ended.</summary>
    public int PartialLength => partialLength;

    /// <summary>The event that has begun and not ended, as far as it has come.</summary>
    public ReadOnlySpan<byte> Partial => partial.AsSpan(0, partialLength);

    /// <summary>Forgets the event that has begun.</summary>
    public void Clear() => (partialLength, lineHasContent) = (0, false);

    /// <summary>
    /// Takes bytes off <paramref name="chunk"/> up to the end of an event. False when the chunk ends first; what there was is then
    /// remembered, and the event comes with a later chunk.
    /// </summary>
    /// <param name="whole">The event with its closing blank line, or a comment; valid until the next call.</param>
    public bool TryTake(ref ReadOnlySpan<byte> chunk, out ReadOnlySpan<byte> whole)
    {
        var end = FindEnd(chunk);
        if (end < 0)
        {
            Remember(chunk);
            chunk = whole = [];
            return false;
        }

        if (partialLength == 0)
        {
            whole = chunk[..end];
        }
        else
        {
            Remember(chunk[..end]);
            whole = partial.AsSpan(0, partialLength);
            partialLength = 0;
        }

        chunk = chunk[end..];
        if (!began && whole.StartsWith(ByteOrderMark))
            whole = whole[ByteOrderMark.Length..];
        began = true;
        return true;
    }

    /// <summary>The index after the blank line that ends the event, or after the comment; -1 where neither has ended.</summary>
    private int FindEnd(ReadOnlySpan<byte> chunk)
    {
        if (chunk.IsEmpty)
            return -1;
        var isComment = (partialLength > 0 ? partial[0] : chunk[0]) == (byte)':';
        var at = 0;
        while (chunk[at..].IndexOf((byte)'\n') is >= 0 and var newline)
        {
            var isBlank = !lineHasContent && !chunk.Slice(at, newline).ContainsAnyExcept((byte)'\r');
            at += newline + 1;
            lineHasContent = false;
            if (isBlank || isComment)
                return at;
        }

        lineHasContent |= chunk[at..].ContainsAnyExcept((byte)'\r');
        return -1;
    }

    private void Remember(ReadOnlySpan<byte> bytes)
    {
        if (partialLength + bytes.Length > partial.Length)
            Array.Resize(ref partial, Math.Max(256, (partialLength + bytes.Length) * 2));
        bytes.CopyTo(partial.AsSpan(partialLength));
        partialLength += bytes.Length;
    }
}
