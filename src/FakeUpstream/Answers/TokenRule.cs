namespace Platform.FakeUpstream.Answers;

/// <summary>
/// Counts tokens: UTF-8 bytes divided by four, rounded up. The bytes of a prompt are the raw JSON of its messages, tools and format together,
/// those of a choice all generated text: content, tool names and tool arguments.
/// </summary>
internal static class TokenRule
{
    public const int BytesPerToken = 4;

    public static long Tokens(long utf8Bytes) => (utf8Bytes + BytesPerToken - 1) / BytesPerToken;

    /// <summary>
    /// The first <paramref name="tokens"/> tokens of <paramref name="utf8"/>, cut between characters; all of it when it has fewer.
    /// </summary>
    public static ReadOnlyMemory<byte> Cut(ReadOnlyMemory<byte> utf8, long tokens) =>
        utf8.Length <= tokens * BytesPerToken ? utf8 : utf8[..CharacterBoundary(utf8.Span, (int)tokens * BytesPerToken)];

    /// <summary>The last character boundary at or before <paramref name="position"/>; at most three bytes before it.</summary>
    public static int CharacterBoundary(ReadOnlySpan<byte> utf8, int position)
    {
        while (position > 0 && position < utf8.Length && (utf8[position] & 0xC0) == 0x80)
            position--;
        return position;
    }
}
