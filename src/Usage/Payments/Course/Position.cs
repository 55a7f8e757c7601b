using Platform.Contracts;
using Platform.Usage.Ledger;

namespace Platform.Usage.Payments.Course;

/// <summary>What a payment comes to on each side of the ledger; it always sums to zero.</summary>
internal sealed record Position(Money Customer, Money Cash, Money Disputes, Money Promo)
{
    public static readonly Position Zero = new(Money.Zero, Money.Zero, Money.Zero, Money.Zero);

    public static Position Of(Deal deal, Standing standing)
    {
        if (!standing.Paid)
            return Zero;
        var withdrawn = standing.Refunded + standing.Disputed;
        var credit = deal.CreditFor(withdrawn);
        return new Position(
            deal.Credit - credit, standing.Refunded - deal.Price, standing.Disputed, deal.Price - withdrawn - (deal.Credit - credit));
    }

    public static Position operator -(Position a, Position b) =>
        new(a.Customer - b.Customer, a.Cash - b.Cash, a.Disputes - b.Disputes, a.Promo - b.Promo);

    public IReadOnlyList<LedgerEntry> Entries(string cashAccount) =>
    [
        .. new LedgerEntry[]
        {
            new(LedgerAccounts.Customer, Customer), new(cashAccount, Cash), new(LedgerAccounts.Disputes, Disputes), new(LedgerAccounts.Promo, Promo),
        }.Where(entry => entry.Amount != Money.Zero),
    ];
}
