namespace Platform.Till;

/// <param name="BalanceNano">In nano-USD.</param>
public sealed record AccountCredit(Guid AccountId, long BalanceNano);

/// <param name="SpentNano">In nano-USD.</param>
public sealed record BudgetSpending(Guid AccountId, string BudgetId, long SpentNano);

/// <param name="Day">On which the holds of the requests were placed (UTC), in days since 1970.</param>
/// <param name="SpentNano">In nano-USD.</param>
public sealed record DaySpending(Guid AccountId, string BudgetId, int Day, long SpentNano);

/// <summary>A ledger transaction whose amount the balances contain.</summary>
public sealed record AppliedCredit(Guid AccountId, Guid TransactionId);

/// <summary>What a shard is filled with, read from the ledger.</summary>
/// <param name="Epoch">A new one.</param>
/// <param name="Accounts">All accounts that have a credit or a spending.</param>
/// <param name="Applied">Transactions that the till may not know yet: a credit that is delivered later must not count again.</param>
/// <param name="MarkedUntil">
/// Up to this time the requests that the ledger has must be marked; see <see cref="Opening.MarkSettledAsync"/>.
/// </param>
public sealed record OpeningRequest(
    int Shard,
    string Epoch,
    IReadOnlyList<Guid> Accounts,
    IReadOnlyCollection<AccountCredit> Credits,
    IReadOnlyCollection<BudgetSpending> Budgets,
    IReadOnlyCollection<DaySpending> Days,
    IReadOnlyCollection<AppliedCredit> Applied,
    DateTimeOffset MarkedUntil
);

/// <summary>Whether a shard was opened, and why not; the words are those of <c>open.lua</c>.</summary>
public enum OpeningResult
{
    Opened,

    /// <summary>Somebody else has opened it.</summary>
    Already,

    /// <summary>Events wait to be posted to the ledger, so its balances are not the whole truth.</summary>
    Draining,

    /// <summary>Redis has lost the marks of settled requests: a settlement sent again would be charged twice.</summary>
    Unmarked,

    /// <summary>The balances are older than a call may take.</summary>
    Late,
}
