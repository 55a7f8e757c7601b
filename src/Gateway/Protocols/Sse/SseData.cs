using System.Buffers;

namespace Platform.Gateway.Protocols.Sse;

/// <summary>
/// Reads the data of server-sent events. As the specification says, one space after the colon is removed and nothing else; a line ends
/// with LF or CRLF.
/// </summary>
internal static class SseData
{
    private const byte LineFeed = (byte)'\n',
        CarriageReturn = (byte)'\r';

    private static ReadOnlySpan<byte> Field => "data:"u8;

    /// <summary>
    /// The data lines of an event, as ranges of <paramref name="sse"/>: callers that splice need the position. Allocates nothing.
    /// </summary>
    /// <param name="sse">One whole event.</param>
    public static SseDataLines Lines(ReadOnlySpan<byte> sse) => new(sse);

    /// <summary>The data of an event, its lines joined by LF; empty for an event without data, such as a comment.</summary>
    /// <param name="sse">One whole event.</param>
    public static ReadOnlySpan<byte> From(ReadOnlySpan<byte> sse)
    {
        var (first, lines) = (default(Range), 0);
        foreach (var line in Lines(sse))
        {
            if (lines++ == 0)
                first = line;
        }

        return lines < 2 ? sse[first] : Joined(sse);
    }

    /// <summary>JSON is rarely broken over lines, but the format allows it: only then are bytes copied, once.</summary>
    private static byte[] Joined(ReadOnlySpan<byte> sse)
    {
        var joined = new ArrayBufferWriter<byte>(sse.Length);
        foreach (var line in Lines(sse))
        {
            if (joined.WrittenCount > 0)
                joined.Write("\n"u8);
            joined.Write(sse[line]);
        }

        return joined.WrittenSpan.ToArray();
    }

    /// <summary>The last data line of a whole stream; empty where there is none.</summary>
    public static ReadOnlySpan<byte> LastLine(ReadOnlySpan<byte> stream)
    {
        var before = stream.LastIndexOf("\ndata:"u8);
        var from = before + 1;
        if (before < 0 && !stream.StartsWith(Field))
            return [];
        var length = stream[from..].IndexOf((byte)'\n');
        return TryRead(stream, from, length < 0 ? stream.Length : from + length, out var data) ? stream[data] : [];
    }

    /// <summary>Whether an event is only a comment, by which a server says that it is alive.</summary>
    /// <param name="sse">One whole event.</param>
    public static bool IsComment(ReadOnlySpan<byte> sse) => sse.StartsWith(":"u8) && From(sse).IsEmpty;

    /// <summary>Whether this is the mark that ends a chat stream; padding by spaces is accepted, as some upstreams send it.</summary>
    public static bool IsDone(ReadOnlySpan<byte> data) => data.Trim((byte)' ').SequenceEqual("[DONE]"u8);

    /// <summary>JSON without its line breaks, which can only stand between its tokens: a line break would end a line of data.</summary>
    public static ReadOnlySpan<byte> OneLine(ReadOnlySpan<byte> json)
    {
        if (json.IndexOfAny(LineFeed, CarriageReturn) < 0)
            return json;
        var line = new byte[json.Length];
        var length = 0;
        foreach (var each in json)
            if (each is not (LineFeed or CarriageReturn))
                line[length++] = each;
        return line.AsSpan(0, length);
    }

    /// <summary>False where the line is not one of data.</summary>
    /// <param name="end">The index of the line's LF.</param>
    internal static bool TryRead(ReadOnlySpan<byte> sse, int start, int end, out Range data)
    {
        data = default;
        if (!sse[start..end].StartsWith(Field))
            return false;
        var from = start + Field.Length;
        if (from < end && sse[from] == (byte)' ')
            from++;
        data = from..(from + sse[from..end].TrimEnd((byte)'\r').Length);
        return true;
    }
}
