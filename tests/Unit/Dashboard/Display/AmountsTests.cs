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
}
