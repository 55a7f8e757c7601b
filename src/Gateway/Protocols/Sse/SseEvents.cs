using System.Text.Json;

namespace Platform.Gateway.Protocols.Sse;

/// <summary>
/// Cuts an upstream's stream into events that every client reads in the same way: each has one line of data. Servers differ there: some
/// break JSON over lines, some put several objects into one event, some send events without data as a sign of life, which SDKs fail to
/// parse, and some leave out the last blank line. An ordinary event is handed out in place.
/// </summary>
internal sealed class SseEvents
{
    private static readonly byte[] Nothing = ":\n"u8.ToArray();

    private readonly SseSplitter splitter = new();
    private readonly Queue<byte[]> pending = [];

    /// <summary>Bytes of an event that has begun and not ended.</summary>
    public int PartialLength => splitter.PartialLength;

    /// <summary>There are events that no further bytes are needed for.</summary>
    public bool HasPending => pending.Count > 0;

    /// <summary>As <see cref="SseSplitter.TryTake"/>. What has no data is a comment of one line, without a blank line.</summary>
    public bool TryTake(ref ReadOnlySpan<byte> chunk, out ReadOnlySpan<byte> sse)
    {
        while (true)
        {
            if (pending.TryDequeue(out var next))
            {
                sse = next;
                return true;
            }

            if (!splitter.TryTake(ref chunk, out sse))
                return false;
            if (IsOrdinary(sse))
                return true;
            Split(sse);
        }
    }

    /// <summary>
    /// The stream is over. What lacks only the blank line after it is an event all the same; false where there is none, or only part of
    /// one.
    /// </summary>
    public bool Finish()
    {
        var rest = splitter.Partial;
        if (rest.IsEmpty || !IsWhole(rest))
            return false;
        Split(rest);
        splitter.Clear();
        return pending.Count > 0;
    }

    private static bool IsOrdinary(ReadOnlySpan<byte> sse)
    {
        if (sse[0] == (byte)':')
            return true;
        var lines = 0;
        foreach (var line in SseData.Lines(sse))
            if (++lines > 1 || sse[line].IsEmpty)
                return false;
        return lines == 1;
    }

    private static bool IsWhole(ReadOnlySpan<byte> sse) => IsObject(SseData.From(sse)) || EachIsWhole(sse);

    private static bool EachIsWhole(ReadOnlySpan<byte> sse)
    {
        var any = false;
        foreach (var line in SseData.Lines(sse))
        {
            if (sse[line].IsEmpty)
                continue;
            if (!SseData.IsDone(sse[line]) && !IsObject(sse[line]))
                return false;
            any = true;
        }

        return any;
    }

    private static bool IsObject(ReadOnlySpan<byte> data)
    {
        try
        {
            var json = new Utf8JsonReader(data, new JsonReaderOptions { MaxDepth = 256 });
            return json.Read() && json.TokenType == JsonTokenType.StartObject && json.TrySkip() && !json.Read();
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private void Split(ReadOnlySpan<byte> sse)
    {
        if (EachIsWhole(sse))
            SplitLines(sse);
        else if (SseData.OneLine(SseData.From(sse)) is { IsEmpty: false } data)
            Add(sse, EventLine(sse), data);
        else if (sse.ContainsAnyExcept((byte)'\r', (byte)'\n'))
            pending.Enqueue(Nothing);
    }

    /// <summary>Each line of data has the last line before it that names an event.</summary>
    private void SplitLines(ReadOnlySpan<byte> sse)
    {
        var from = 0;
        Range name = default;
        foreach (var line in SseData.Lines(sse))
        {
            var before = sse[from..line.Start.Value];
            if (EventLine(before) is var found && !found.Equals(default))
                name = (from + found.Start.Value)..(from + found.End.Value);
            from = line.End.Value;
            if (!sse[line].IsEmpty)
                Add(sse, name, sse[line]);
        }
    }

    private void Add(ReadOnlySpan<byte> sse, Range name, ReadOnlySpan<byte> data) =>
        pending.Enqueue([.. sse[name], .. name.Equals(default) ? ""u8 : "\n"u8, .. "data: "u8, .. data, .. "\n\n"u8]);

    /// <summary>The last line that names the event, without its end; the default where there is none.</summary>
    private static Range EventLine(ReadOnlySpan<byte> lines)
    {
        var field = "event:"u8;
        var at = lines.LastIndexOf("\nevent:"u8) + 1;
        if (at == 0 && !lines.StartsWith(field))
            return default;
        var length = lines[at..].IndexOfAny((byte)'\r', (byte)'\n');
        return at..(length < 0 ? lines.Length : at + length);
    }
}
