using Platform.Contracts;
using Platform.Usage.Ledger;

namespace Platform.Usage.Payments.Checkouts;

/// <summary>What a checkout contributes to each ledger account; the four amounts sum to zero.</summary>
internal sealed record CheckoutPosition(Money Customer, Money Cash, Money Disputes, Money Promo)
{
    public static readonly CheckoutPosition Zero = new(Money.Zero, Money.Zero, Money.Zero, Money.Zero);

    public static CheckoutPosition From(CheckoutTerms terms, CheckoutState state)
    {
        if (!state.Paid)
            return Zero;
        var returned = state.Refunded + state.Disputed;
        var credit = terms.Credit - terms.CreditFor(returned);
        return new CheckoutPosition(credit, state.Refunded - terms.Price, state.Disputed, terms.Price - returned - credit);
    }

    public static CheckoutPosition operator -(CheckoutPosition a, CheckoutPosition b) =>
        new(a.Customer - b.Customer, a.Cash - b.Cash, a.Disputes - b.Disputes, a.Promo - b.Promo);

    /// <summary>The entries of a ledger transaction; amounts of zero are left out.</summary>
    public IReadOnlyList<LedgerEntry> Entries(string cashAccount) =>
        [
            .. new LedgerEntry[]
            {
                new(LedgerAccounts.Customer, Customer),
                new(cashAccount, Cash),
                new(LedgerAccounts.Disputes, Disputes),
                new(LedgerAccounts.Promo, Promo),
            }.Where(entry => entry.Amount != Money.Zero),
        ];
}
