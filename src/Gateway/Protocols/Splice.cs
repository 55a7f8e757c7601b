namespace Platform.Gateway.Protocols;

/// <summary>Bytes of a text to be replaced by others; an empty range inserts.</summary>
internal readonly record struct Splice(Range At, byte[] With)
{
    /// <summary>The text with all splices made. They do not overlap, and may come in any order.</summary>
    public static byte[] Into(ReadOnlySpan<byte> text, IReadOnlyList<Splice> splices)
    {
        var result = new byte[text.Length + splices.Sum(splice => splice.With.Length - (splice.At.End.Value - splice.At.Start.Value))];
        var (rest, from) = (result.AsMemory(), 0);
        foreach (var splice in splices.OrderBy(splice => splice.At.Start.Value).ThenBy(splice => splice.At.End.Value))
        {
            rest = Append(rest, text[from..splice.At.Start.Value]);
            rest = Append(rest, splice.With);
            from = splice.At.End.Value;
        }

        Append(rest, text[from..]);
        return result;
    }

    /// <summary>The same text in parts, without a copy of it.</summary>
    public static IReadOnlyList<ReadOnlyMemory<byte>> Parts(ReadOnlyMemory<byte> text, IReadOnlyList<Splice> splices)
    {
        var (parts, from) = (new List<ReadOnlyMemory<byte>>(2 * splices.Count + 1), 0);
        foreach (var splice in splices.OrderBy(splice => splice.At.Start.Value).ThenBy(splice => splice.At.End.Value))
        {
            parts.Add(text[from..splice.At.Start.Value]);
            parts.Add(splice.With);
            from = splice.At.End.Value;
        }

        parts.Add(text[from..]);
        return parts;
    }

    private static Memory<byte> Append(Memory<byte> rest, ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(rest.Span);
        return rest[bytes.Length..];
    }
}
