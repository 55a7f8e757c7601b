using Platform.Contracts;
using Platform.Usage.Payments.Providers;

namespace Platform.Usage.Payments.Checkouts;

/// <summary>
/// How much of a payment is in the ledger, or should be. It is computed from the set of all its events, so their order and repeats do not
/// matter. Refunds and disputes count once the payment itself is known.
/// </summary>
/// <param name="Refunded">Paid back to the payer, at most the price.</param>
/// <param name="Disputed">Withheld by the payer's bank, at most what is not refunded.</param>
internal sealed record CheckoutState(bool Paid, Money Refunded, Money Disputed)
{
    public static readonly CheckoutState Unpaid = new(false, Money.Zero, Money.Zero);

    public static CheckoutState From(Money price, IReadOnlyCollection<PaymentEvent> events)
    {
        var counted = events.Where(e => e.Problem is null).ToArray();
        // A payment of another amount than the price does not pay this checkout.
        if (!counted.Any(e => e.Kind == PaymentEventKind.Paid && e.Amount == price))
            return Unpaid;
        var refunded = Min(price, MaxAmount(counted.Where(e => e.Kind == PaymentEventKind.Refunded)));
        var disputed = counted
            .Where(e => e.DisputeId is not null)
            .GroupBy(e => e.DisputeId)
            .Where(dispute => dispute.All(e => e.Kind != PaymentEventKind.DisputeWon))
            .Aggregate(Money.Zero, (sum, dispute) => sum + MaxAmount(dispute));
        return new CheckoutState(true, refunded, Min(price - refunded, disputed));
    }

    /// <summary>The status to show. Declined and expired yield to paid, since a payer may try again.</summary>
    public CheckoutStatus Status(Money price, IReadOnlyCollection<PaymentEvent> events) =>
        Disputed > Money.Zero ? CheckoutStatus.Disputed
        : Paid && Refunded == price ? CheckoutStatus.Refunded
        : Paid ? CheckoutStatus.Paid
        : events.Any(e => e.Kind == PaymentEventKind.Declined) ? CheckoutStatus.Declined
        : events.Any(e => e.Kind == PaymentEventKind.Expired) ? CheckoutStatus.Expired
        : CheckoutStatus.Pending;

    private static Money MaxAmount(IEnumerable<PaymentEvent> events) => events.Select(e => e.Amount).DefaultIfEmpty().Max();

    private static Money Min(Money a, Money b) => a < b ? a : b;
}
