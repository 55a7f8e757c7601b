using Platform.Contracts;
using Platform.Dashboard.Display;
using Xunit;

namespace Platform.Tests.Unit.Dashboard.Display;

public sealed class CheckoutWordsTests
{
    private static readonly CheckoutView Checkout = new(
        Guid.Empty,
        "starter",
        "Starter",
        Money.FromUsd(5),
        Money.FromUsd(6),
        "sandbox",
        CheckoutStatus.Pending,
        Money.Zero,
        DateTimeOffset.UnixEpoch,
        null
    );

    [Theory]
    [InlineData(CheckoutStatus.Pending, 0, 2)]
    [InlineData(CheckoutStatus.Pending, 4, 2)]
    [InlineData(CheckoutStatus.Pending, 5, 30)]
    [InlineData(CheckoutStatus.Pending, 60, null)]
    [InlineData(CheckoutStatus.Paid, 0, null)]
    [InlineData(CheckoutStatus.Declined, 0, null)]
    public void Page_looks_again_while_the_payer_may_be_waiting(CheckoutStatus status, int minutes, int? seconds) =>
        Assert.Equal(
            seconds,
            CheckoutWords.RefreshSeconds(Checkout with { Status = status }, DateTimeOffset.UnixEpoch.AddMinutes(minutes))
        );

    [Fact]
    public void Partly_refunded_says_how_much() =>
        Assert.Equal(
            "Paid, $1.50 refunded",
            CheckoutWords.Short(Checkout with { Status = CheckoutStatus.Paid, Refunded = Money.FromUsd(1.5m) })
        );

    [Fact]
    public void Paid_names_the_credit_and_not_the_price() =>
        Assert.Equal(
            "Paid. $6.00 of credit was added to your account.",
            CheckoutWords.Sentence(Checkout with { Status = CheckoutStatus.Paid })
        );

    [Theory]
    [InlineData(CheckoutStatus.Pending, 60, "Pending", "warn")]
    [InlineData(CheckoutStatus.Pending, 61, "Left unpaid", "off")]
    [InlineData(CheckoutStatus.Expired, 61, "Expired", "off")]
    [InlineData(CheckoutStatus.Declined, 61, "Declined", "bad")]
    public void A_payment_that_nobody_made_in_an_hour_was_left(CheckoutStatus status, int minutes, string word, string kind)
    {
        var mark = CheckoutWords.Mark(Checkout with { Status = status }, DateTimeOffset.UnixEpoch.AddMinutes(minutes));
        Assert.Equal((word, kind), (mark.Word, mark.Kind));
    }
}
