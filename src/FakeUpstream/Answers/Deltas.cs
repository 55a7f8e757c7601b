namespace Platform.FakeUpstream.Answers;

/// <summary>Cuts generated text into the deltas of a stream: a few words each, never part of a character.</summary>
internal static class Deltas
{
    private const int Shortest = 12;
    private const int Longest = 24;

    /// <summary>The length in bytes of the next piece. A space begins a piece, as it begins OpenAI's tokens.</summary>
    public static int Next(ReadOnlySpan<byte> rest)
    {
        if (rest.Length <= Shortest)
            return rest.Length;
        var window = rest[Shortest..Math.Min(Longest, rest.Length)];
        var space = window.IndexOf((byte)' ');
        return space >= 0 ? Shortest + space : TokenRule.CharacterBoundary(rest, Shortest + window.Length);
    }
}
