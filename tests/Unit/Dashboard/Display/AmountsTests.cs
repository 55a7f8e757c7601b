using Platform.Contracts;
using Platform.Dashboard.Display;
using Xunit;

namespace Platform.Tests.Unit.Dashboard.Display;

public sealed class AmountsTests
{
    [Theory]
    [InlineData(0, "$0.00")]
    [InlineData(5_000_000_000, "$5.00")]
    [InlineData(132_000, "$0.000132")]
    [InlineData(1, "$0.000000001")]
    [InlineData(-1_500_000_000, "-$1.50")]
    public void Exact_shows_every_decimal_that_matters(long nanoUsd, string expected) =>
        Assert.Equal(expected, Amounts.Exact(new Money(nanoUsd)));

    [Theory]
    [InlineData(4_999_999_999, "$4.99")]
    [InlineData(4_990_000_000, "$4.99")]
    [InlineData(9_999_999, "$0.00")]
    [InlineData(-1, "-$0.01")]
    public void Cents_never_promise_more_than_there_is(long nanoUsd, string expected) =>
        Assert.Equal(expected, Amounts.Cents(new Money(nanoUsd)));

    [Fact]
    public void Parts_of_a_cent_are_noticed()
    {
        Assert.True(Amounts.HasPartsOfACent(new Money(10_000_001)));
        Assert.False(Amounts.HasPartsOfACent(new Money(10_000_000)));
    }

    [Fact]
    public void Tokens_are_grouped_by_thousands() => Assert.Equal("1,047,576", Amounts.Tokens(1_047_576));

    [Theory]
    [InlineData("5", 5_000_000_000)]
    [InlineData(" $12.50 ", 12_500_000_000)]
    [InlineData("1,000", 1_000_000_000_000)]
    [InlineData("0.000000001", 1)]
    public void An_amount_in_dollars_is_read(string text, long nanoUsd) => Assert.Equal(new Money(nanoUsd), Amounts.ParseUsd(text));

    [Theory]
    [InlineData("five")]
    [InlineData("0")]
    [InlineData("-3")]
    [InlineData("1000000.01")]
    [InlineData("1e3")]
    [InlineData("")]
    public void What_is_no_amount_is_refused(string text) => Assert.Null(Amounts.ParseUsd(text));
}
