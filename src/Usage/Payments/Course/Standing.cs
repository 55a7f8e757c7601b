using Platform.Contracts;

namespace Platform.Usage.Payments.Course;

/// <summary>
/// How much of a payment is in the ledger, or should be. It is computed from the set of all events there are, so neither their order
/// nor their number can matter. What came before the payment itself counts from the payment on.
/// </summary>
/// <param name="Refunded">Given back to the payer, at most the price.</param>
/// <param name="Disputed">Held back by the payer's bank, at most what is not refunded.</param>
internal sealed record Standing(bool Paid, Money Refunded, Money Disputed)
{
    public static readonly Standing Nothing = new(false, Money.Zero, Money.Zero);

    public static Standing Of(Money price, IReadOnlyCollection<PaymentEvent> events)
    {
        var counted = events.Where(e => e.Problem is null).ToArray();
        // Another amount than the price is not this payment.
        if (!counted.Any(e => e.Kind == PaymentEventKind.Paid && e.Amount == price))
            return Nothing;
        var refunded = Least(price, Most(counted.Where(e => e.Kind == PaymentEventKind.Refunded)));
        var disputed = counted.Where(e => e.DisputeId is not null).GroupBy(e => e.DisputeId)
            .Where(dispute => dispute.All(e => e.Kind != PaymentEventKind.DisputeWon))
            .Aggregate(Money.Zero, (sum, dispute) => sum + Most(dispute));
        return new Standing(true, refunded, Least(price - refunded, disputed));
    }

    /// <summary>What to call it. Being declined or expired is over once it is paid: payers try again.</summary>
    public CheckoutStatus Status(Money price, IReadOnlyCollection<PaymentEvent> events) =>
        Disputed > Money.Zero ? CheckoutStatus.Disputed
        : Paid && Refunded == price ? CheckoutStatus.Refunded
        : Paid ? CheckoutStatus.Paid
        : events.Any(e => e.Kind == PaymentEventKind.Declined) ? CheckoutStatus.Declined
        : events.Any(e => e.Kind == PaymentEventKind.Expired) ? CheckoutStatus.Expired
        : CheckoutStatus.Pending;

    private static Money Most(IEnumerable<PaymentEvent> events) => events.Select(e => e.Amount).DefaultIfEmpty().Max();

    private static Money Least(Money a, Money b) => a < b ? a : b;
}
