using Platform.Usage.Ledger;

namespace Platform.Usage.Payments.Course;

/// <summary>One ledger transaction that a change of standing takes.</summary>
internal sealed record Movement(string Kind, Position Change)
{
    public const string Refund = "refund";
    public const string Dispute = "dispute";

    /// <summary>A dispute that was won, or that a refund made pointless.</summary>
    public const string DisputeRelease = "dispute_release";

    /// <summary>
    /// From <paramref name="before"/> to <paramref name="after"/>, one thing at a time: the book shall say what happened, and a payment that
    /// was refunded before we heard of it is both. A dispute is released before a refund, so that never more than the price is withdrawn.
    /// </summary>
    public static IReadOnlyList<Movement> Between(Deal deal, Standing before, Standing after)
    {
        var paid = before with { Paid = after.Paid };
        var halfway = after.Disputed < before.Disputed ? paid with { Disputed = after.Disputed } : paid with { Refunded = after.Refunded };

        var movements = new List<Movement>();
        foreach (var next in (Standing[])[paid, halfway, after])
        {
            if (next != before)
                movements.Add(new Movement(KindOf(before, next), Position.Of(deal, next) - Position.Of(deal, before)));
            before = next;
        }

        return movements;
    }

    private static string KindOf(Standing from, Standing to) =>
        from.Paid != to.Paid ? LedgerTransaction.PurchaseKind
        : from.Refunded != to.Refunded ? Refund
        : from.Disputed < to.Disputed ? Dispute
        : DisputeRelease;
}
