using Platform.Contracts;

namespace Platform.Usage.Ledger;

/// <summary>One movement of money. The ledger takes each pair of <paramref name="Kind"/> and <paramref name="Reference"/> once.</summary>
/// <param name="At">When it happened; null is when the database transaction that writes it began.</param>
internal sealed record LedgerTransaction(
    Guid Id,
    string Kind,
    string Reference,
    Guid AccountId,
    string Description,
    IReadOnlyList<LedgerEntry> Entries,
    DateTimeOffset? At = null
)
{
    public const string UsageKind = "usage";
    public const string PurchaseKind = "purchase";

    /// <summary>
    /// A charge. A free attempt is a transaction without entries, so the ledger shows that nothing moved. What is written off is income
    /// that nobody pays.
    /// </summary>
    public static LedgerTransaction Usage(
        Guid id,
        Guid account,
        string requestId,
        int attempt,
        string model,
        Money charge,
        Money writtenOff = default
    ) =>
        new(
            id,
            UsageKind,
            $"{requestId}/{attempt}",
            account,
            model,
            Moved(
                (LedgerAccounts.Customer, -charge),
                (LedgerAccounts.Revenue, charge + writtenOff),
                (LedgerAccounts.WriteOffs, -writtenOff)
            )
        );

    /// <summary>A purchase of credit; credit beyond the price is a gift.</summary>
    public static LedgerTransaction Purchase(
        Guid id,
        Guid account,
        string paymentId,
        string pack,
        Money price,
        Money credit,
        DateTimeOffset at
    ) =>
        new(
            id,
            PurchaseKind,
            paymentId,
            account,
            pack,
            Moved((LedgerAccounts.Customer, credit), (LedgerAccounts.SandboxCash, -price), (LedgerAccounts.Promo, price - credit)),
            at
        );

    private static LedgerEntry[] Moved(params (string Account, Money Amount)[] sides) =>
        [.. sides.Where(side => side.Amount != Money.Zero).Select(side => new LedgerEntry(side.Account, side.Amount))];
}

internal sealed record LedgerEntry(string LedgerAccount, Money Amount);
