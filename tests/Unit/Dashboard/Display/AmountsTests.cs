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
    [InlineData(1_000_000_000_000, "$1,000.00")]
    [InlineData(-98_765_432_001_000_000, "-$98,765,432.001")]
    public void Exact_shows_every_decimal_that_matters(long nanoUsd, string expected) =>
        Assert.Equal(expected, Amounts.Exact(new Money(nanoUsd)));

    [Theory]
    [InlineData(4_999_999_999, "$4.99")]
    [InlineData(4_990_000_000, "$4.99")]
    [InlineData(9_999_999, "$0.00")]
    [InlineData(-1, "-$0.01")]
    public void Cents_never_promise_more_than_there_is(long nanoUsd, string expected) =>
        Assert.Equal(expected, Amounts.Cents(new Money(nanoUsd)));

    [Theory]
    [InlineData("5", "5.00")]
    [InlineData("12.5", "12.50")]
    [InlineData("1.125", "1.1250")]
    [InlineData("0.000000001", "0.000000001")]
    [InlineData("987654321.123456789", "987654321.123456789")]
    public void What_is_typed_into_a_field_reads_as_the_same_amount(string usd, string expected)
    {
        var amount = Money.FromUsd(decimal.Parse(usd, System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal(expected, Amounts.Typed(amount));
        Assert.True(AmountText.TryParse(expected, out var read, out _));
        Assert.Equal(amount, read);
    }

    [Fact]
    public void Parts_of_a_cent_are_noticed()
    {
        Assert.True(Amounts.HasPartsOfACent(new Money(10_000_001)));
        Assert.False(Amounts.HasPartsOfACent(new Money(10_000_000)));
    }

    [Fact]
    public void Tokens_are_grouped_by_thousands() => Assert.Equal("1,047,576", Amounts.Tokens(1_047_576));

    [Theory]
    [InlineData(0, "0 tokens")]
    [InlineData(1, "1 token")]
    [InlineData(2, "2 tokens")]
    [InlineData(1_204, "1,204 tokens")]
    public void One_of_a_thing_is_not_called_by_its_plural(long count, string expected) =>
        Assert.Equal(expected, Amounts.Count(count, "token"));

    [Theory]
    [InlineData(4_998_348_000, "$4.99")]
    [InlineData(10_000_000, "$0.01")]
    [InlineData(1_320_000, "$0.0013")]
    [InlineData(132_500, "$0.00013")]
    [InlineData(7, "$0.000000007")]
    [InlineData(0, "$0.00")]
    public void Rounded_keeps_two_digits_that_count_below_a_cent(long nano, string expected) =>
        Assert.Equal(expected, Amounts.Rounded(new Money(nano)));
}
