using Platform.Contracts;
using Platform.Usage.Ledger;
using Xunit;

namespace Platform.Tests.Unit.Usage.Ledger;

public sealed class LedgerTransactionTests
{
    [Fact]
    public void Charge_goes_from_customer_to_revenue()
    {
        var transaction = LedgerTransaction.Usage(Guid.Empty, Events.Account, "req_1", 2, "gpt-4.1-mini", new Money(7));

        Assert.Equal(("usage", "req_1/2"), (transaction.Kind, transaction.Reference));
        Assert.Equal([new("customer", new Money(-7)), new("revenue", new Money(7))], transaction.Entries);
    }

    [Fact]
    public void Free_attempt_is_a_transaction_without_entries() =>
        Assert.Empty(LedgerTransaction.Usage(Guid.Empty, Events.Account, "req_1", 1, "gpt-4.1-mini", Money.Zero).Entries);

    [Fact]
    public void Purchase_turns_cash_into_credit() =>
        Assert.Equal([new("customer", new Money(20)), new("sandbox_cash", new Money(-20))], Purchase(price: 20, credit: 20));

    [Fact]
    public void Credit_beyond_the_price_is_posted_as_a_gift()
    {
        var entries = Purchase(price: 20, credit: 25);

        Assert.Equal([new("customer", new Money(25)), new("sandbox_cash", new Money(-20)), new("promo", new Money(-5))], entries);
        Assert.Equal(0, entries.Sum(entry => entry.Amount.NanoUsd));
    }

    private static IReadOnlyList<LedgerEntry> Purchase(long price, long credit) =>
        LedgerTransaction.Purchase(Guid.Empty, Events.Account, "pay-1", "Builder", new Money(price), new Money(credit), default).Entries;
}
