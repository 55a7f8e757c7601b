using System.Buffers;
using System.Text;

namespace Platform.FakeUpstream.Answers;

/// <summary>The text of an answer: always the same for the same question.</summary>
internal static class AnswerText
{
    /// <summary>In bytes. A longer message is quoted in part, so that a long prompt does not cause a long answer.</summary>
    private const int LongestQuote = 400;

    /// <summary>A default answer to a short message is about 40 tokens.</summary>
    public static ReadOnlySpan<byte> Prose =>
        "This answer is made up, but it is always the same, so that what it costs can be checked to the last token. "u8
        + "Ask again and see for yourself."u8;

    public static ReadOnlyMemory<byte> Quote(ReadOnlySpan<byte> lead, string quote)
    {
        var text = new ArrayBufferWriter<byte>();
        text.Write(lead);
        var quoted = Encoding.UTF8.GetBytes(quote);
        if (quoted.Length <= LongestQuote)
        {
            text.Write(quoted);
        }
        else
        {
            text.Write(quoted.AsSpan(0, TokenRule.CharacterBoundary(quoted, LongestQuote)));
            text.Write("…"u8);
        }

        text.Write("\n\n"u8);
        text.Write(Prose);
        return text.WrittenMemory;
    }

    /// <summary><paramref name="text"/>, cut or continued to exactly <paramref name="tokens"/> tokens.</summary>
    public static ReadOnlyMemory<byte> WithLength(ReadOnlyMemory<byte> text, int tokens)
    {
        if (text.Length >= tokens * TokenRule.BytesPerToken)
            return TokenRule.Cut(text, tokens);

        var longer = new ArrayBufferWriter<byte>(tokens * TokenRule.BytesPerToken + Prose.Length + 1);
        longer.Write(text.Span);
        while (longer.WrittenCount < tokens * TokenRule.BytesPerToken)
        {
            longer.Write(" "u8);
            longer.Write(Prose);
        }

        return TokenRule.Cut(longer.WrittenMemory, tokens);
    }
}
