namespace Platform.Usage.Reconciliation;

/// <summary>An open hold as the till has it.</summary>
internal sealed record OpenHold(string RequestId, string State, Guid AccountId, string BudgetId, long AmountNano);

internal sealed record TillAccount(long Credit, long Held, long InFlight);

internal sealed record TillBudget(long Spent, long Held);

/// <summary>A charge that is in the till and may be in the book: <paramref name="Reference"/> is what the ledger would call it.</summary>
internal sealed record TillCharge(string Reference, string RequestId, Guid AccountId, string BudgetId, long AmountNano);

/// <summary>A shard of the till at one moment.</summary>
/// <param name="Open">Its epoch; null while it is closed.</param>
/// <param name="Charges">From the events in the stream, each request and attempt once.</param>
/// <param name="Taken">Transactions of the outbox that the till has, whatever the book says.</param>
/// <param name="Events">How many events are in the stream.</param>
/// <param name="LagMs">The age of the oldest event.</param>
internal sealed record TillLook(
    string? Open, IReadOnlyList<TillCharge> Charges, IReadOnlyList<OpenHold> Holds, IReadOnlyDictionary<Guid, TillAccount> Accounts,
    IReadOnlyDictionary<(Guid Account, string Budget), TillBudget> Budgets, IReadOnlySet<Guid> Taken, long Events, long LagMs);
