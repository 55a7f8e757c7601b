using Platform.Contracts;
using Xunit;

namespace Platform.Tests.Unit.Contracts;

public sealed class AmountTextTests
{
    [Theory]
    [InlineData("5", 5_000_000_000)]
    [InlineData("12.50", 12_500_000_000)]
    [InlineData("12.5", 12_500_000_000)]
    [InlineData(".50", 500_000_000)]
    [InlineData(" $12.50 ", 12_500_000_000)]
    [InlineData("$ 12.50", 12_500_000_000)]
    [InlineData("US$5", 5_000_000_000)]
    [InlineData("USD 5", 5_000_000_000)]
    [InlineData("5 USD", 5_000_000_000)]
    [InlineData("1000", 1_000_000_000_000)]
    [InlineData("1,000.50", 1_000_500_000_000)]
    [InlineData("1,000.500", 1_000_500_000_000)]
    [InlineData("1,000,000", 1_000_000_000_000_000)]
    [InlineData("0.125", 125_000_000)]
    [InlineData("1.2345", 1_234_500_000)]
    [InlineData("1234.567", 1_234_567_000_000)]
    [InlineData("0.000000001", 1)]
    [InlineData("0", 0)]
    public void An_amount_with_one_reading_is_read(string text, long nanoUsd)
    {
        Assert.True(AmountText.TryParse(text, out var amount, out var fault));
        Assert.Equal((new Money(nanoUsd), null), (amount, fault));
    }

    [Theory]
    [InlineData("12,50", "12,50 has two readings: 12.50 and 1250.")]
    [InlineData("12,5", "12,5 has two readings: 12.5 and 125.")]
    [InlineData("$12,50", "12,50 has two readings: 12.50 and 1250.")]
    [InlineData("1,000", "1,000 has two readings: 1.000 and 1000.")]
    [InlineData("0,50", "0,50 has two readings: 0.50 and 050.")]
    [InlineData("1.000", "1.000 has two readings: 1.000 and 1000.")]
    [InlineData("12.500", "12.500 has two readings: 12.500 and 12500.")]
    public void An_amount_with_two_readings_is_refused_with_both(string text, string beginning)
    {
        Assert.False(AmountText.TryParse(text, out _, out var fault));
        Assert.Equal(beginning + " Write US dollars in digits, with a point before the cents, like 5 or 12.50.", fault);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("five")]
    [InlineData("-3")]
    [InlineData("+3")]
    [InlineData("1e3")]
    [InlineData("5.")]
    [InlineData(".")]
    [InlineData("$")]
    [InlineData("$$5")]
    [InlineData("5 EUR")]
    [InlineData("€5")]
    [InlineData("1.000,50")]
    [InlineData("1.000.000")]
    [InlineData("1,00,000")]
    [InlineData("12,345,6")]
    [InlineData("01,000.00")]
    [InlineData("1 000")]
    [InlineData("1'000")]
    [InlineData("1.2.3")]
    [InlineData("0.0000000001")]
    [InlineData("9223372037")]
    [InlineData("99999999999999999999999999999999999")]
    [InlineData("٥")]
    [InlineData("１２")]
    [InlineData("5\n6")]
    public void What_is_no_amount_is_refused_with_an_example(string? text)
    {
        Assert.False(AmountText.TryParse(text, out var amount, out var fault));
        Assert.Equal((Money.Zero, "Write US dollars in digits, with a point before the cents, like 5 or 12.50."), (amount, fault));
    }
}
