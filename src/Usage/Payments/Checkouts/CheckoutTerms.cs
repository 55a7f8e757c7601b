using Platform.Contracts;

namespace Platform.Usage.Payments.Checkouts;

/// <summary>The price of a checkout and the credit that it buys, as they were when it was started.</summary>
internal sealed record CheckoutTerms(Money Price, Money Credit)
{
    /// <summary>
    /// The credit to take back when <paramref name="returned"/> of the price is refunded or disputed: its share, rounded up, so that the
    /// whole price takes back the whole credit.
    /// </summary>
    public Money CreditFor(Money returned) => new((long)(((Int128)Credit.NanoUsd * returned.NanoUsd + Price.NanoUsd - 1) / Price.NanoUsd));
}
