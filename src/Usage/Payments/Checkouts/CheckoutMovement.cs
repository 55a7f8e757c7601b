using Platform.Usage.Ledger;

namespace Platform.Usage.Payments.Checkouts;

/// <summary>One ledger transaction that a change of a checkout's state requires.</summary>
internal sealed record CheckoutMovement(string Kind, CheckoutPosition Change)
{
    public const string Refund = "refund";
    public const string Dispute = "dispute";

    /// <summary>A dispute ended in our favour, or a refund replaced it.</summary>
    public const string DisputeRelease = "dispute_release";

    /// <summary>
    /// From <paramref name="before"/> to <paramref name="after"/> in steps of one kind each, so that the ledger names what happened: a
    /// payment that was refunded before its event arrived becomes a purchase and a refund. A dispute is released before a refund, so that
    /// no step returns more than the price.
    /// </summary>
    public static IReadOnlyList<CheckoutMovement> Between(CheckoutTerms terms, CheckoutState before, CheckoutState after)
    {
        var paid = before with { Paid = after.Paid };
        var halfway = after.Disputed < before.Disputed ? paid with { Disputed = after.Disputed } : paid with { Refunded = after.Refunded };

        var movements = new List<CheckoutMovement>();
        foreach (var next in (CheckoutState[])[paid, halfway, after])
        {
            if (next != before)
                movements.Add(Step(terms, before, next));
            before = next;
        }

        return movements;
    }

    private static CheckoutMovement Step(CheckoutTerms terms, CheckoutState from, CheckoutState to) =>
        new(KindOf(from, to), CheckoutPosition.From(terms, to) - CheckoutPosition.From(terms, from));

    private static string KindOf(CheckoutState from, CheckoutState to) =>
        from.Paid != to.Paid ? LedgerTransaction.PurchaseKind
        : from.Refunded != to.Refunded ? Refund
        : from.Disputed < to.Disputed ? Dispute
        : DisputeRelease;
}
