using Microsoft.Extensions.Options;
using Platform.Contracts;
using Platform.Usage.Payments.Purchases;
using Xunit;

namespace Platform.Tests.Unit.Usage.Payments;

public sealed class CustomAmountsTests
{
    [Theory]
    [InlineData(0.50, true)]
    [InlineData(20.25, true)]
    [InlineData(50, true)]
    [InlineData(0.49, false)]
    [InlineData(50.01, false)]
    [InlineData(1.005, false)]
    [InlineData(-5, false)]
    public void An_amount_is_bought_within_the_bounds_in_whole_cents(double usd, bool sold)
    {
        var amount = Money.FromUsd((decimal)usd);
        var pack = Amounts().Find(amount, out var fault);
        Assert.Equal(sold ? new PackView("custom", "Custom amount", amount, amount) : null, pack);
        Assert.Equal(sold ? null : "Choose an amount from $0.50 to $50.00, in whole cents.", fault);
    }

    [Fact]
    public void Switched_off_only_packs_are_on_sale()
    {
        var amounts = Amounts(enabled: false);
        Assert.Null(amounts.Bounds);
        Assert.Null(amounts.Find(Money.FromUsd(5), out var fault));
        Assert.Equal("Only the packs are on sale. Choose one of them.", fault);
    }

    private static CustomAmounts Amounts(bool enabled = true) =>
        new(
            Options.Create(
                new CustomAmountOptions
                {
                    Enabled = enabled,
                    MinUsd = 0.5m,
                    MaxUsd = 50,
                }
            )
        );
}
