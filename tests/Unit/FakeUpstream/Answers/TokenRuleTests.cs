using System.Text;
using Platform.FakeUpstream.Answers;
using Xunit;

namespace Platform.Tests.Unit.FakeUpstream.Answers;

public sealed class TokenRuleTests
{
    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 1)]
    [InlineData(4, 1)]
    [InlineData(5, 2)]
    [InlineData(8, 2)]
    public void Bytes_are_divided_by_four_and_rounded_up(long bytes, long tokens) => Assert.Equal(tokens, TokenRule.Tokens(bytes));

    [Theory]
    [InlineData("abcdefgh", 1, "abcd")]
    [InlineData("abcdefgh", 2, "abcdefgh")]
    [InlineData("abcdefgh", 9, "abcdefgh")]
    [InlineData("abcdefgh", 0, "")]
    [InlineData("abcödefgh", 1, "abc")]
    [InlineData("a😀bcd", 1, "a")]
    public void A_cut_never_halves_a_character(string text, int tokens, string expected) =>
        Assert.Equal(expected, Encoding.UTF8.GetString(TokenRule.Cut(Encoding.UTF8.GetBytes(text), tokens).Span));

    [Fact]
    public void A_cut_text_has_exactly_the_tokens_it_was_cut_to()
    {
        var text = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("aé€😀", 20)));

        for (var tokens = 1; tokens < text.Length / 4; tokens++)
            Assert.Equal(tokens, TokenRule.Tokens(TokenRule.Cut(text, tokens).Length));
    }
}
