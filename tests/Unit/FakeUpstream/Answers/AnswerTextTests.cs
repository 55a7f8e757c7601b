using System.Text;
using Platform.FakeUpstream.Answers;
using Xunit;

namespace Platform.Tests.Unit.FakeUpstream.Answers;

public sealed class AnswerTextTests
{
    [Fact]
    public void A_short_message_is_quoted_in_about_forty_tokens()
    {
        var text = AnswerText.Quote("You said: "u8, "Grüezi");

        Assert.Equal(
            "You said: Grüezi\n\nThis answer is made up, but it is always the same, so that what it costs can be checked to the last token. "
                + "Ask again and see for yourself.",
            Encoding.UTF8.GetString(text.Span)
        );
        Assert.InRange(TokenRule.Tokens(text.Length), 36, 44);
    }

    [Fact]
    public void A_long_message_is_quoted_in_part()
    {
        var text = Encoding.UTF8.GetString(AnswerText.Quote("You said: "u8, new string('é', 10_000)).Span);

        Assert.StartsWith("You said: " + new string('é', 200) + "…\n\nThis", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(1_000)]
    public void An_asked_for_length_is_met_to_the_token(int tokens)
    {
        var text = AnswerText.WithLength(AnswerText.Quote("You said: "u8, "ö😀ö"), tokens);

        Assert.Equal(tokens, TokenRule.Tokens(text.Length));
    }
}
