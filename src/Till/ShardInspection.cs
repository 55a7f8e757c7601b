using StackExchange.Redis;

namespace Platform.Till;

/// <summary>What to read from a shard besides what it lists itself.</summary>
/// <param name="Pending">Ledger transactions that the till may have applied.</param>
public sealed record InspectionRequest(
    int Shard,
    IReadOnlyList<Guid> Accounts,
    IReadOnlyList<(Guid Account, string Budget)> Budgets,
    IReadOnlyList<BudgetDay> Days,
    IReadOnlyList<AppliedCredit> Pending
);

/// <summary>A day (UTC) of a budget: of the requests whose holds were placed on it.</summary>
public readonly record struct BudgetDay(Guid Account, string Budget, DateOnly Day);

/// <summary>A request in the shard's set of holds.</summary>
/// <param name="State">Of <see cref="HoldState"/>; empty where there is no hold.</param>
public sealed record InspectedHold(string RequestId, string State, Guid AccountId, string BudgetId, long AmountNano, DateOnly PlacedOn);

/// <summary>In nano-USD, and requests in flight.</summary>
public sealed record AccountTotals(long Credit, long Held, long InFlight);

/// <summary>In nano-USD.</summary>
public sealed record BudgetTotals(long Spent, long Held);

/// <summary>An entry of a shard's stream, as it is.</summary>
public sealed record StreamedEvent(string Id, NameValueEntry[] Fields);

/// <summary>A shard of the till at one moment.</summary>
/// <param name="Epoch">Null while it is closed.</param>
/// <param name="Applied">The pending transactions that the till has applied.</param>
/// <param name="Now">Redis's clock, in milliseconds since 1970.</param>
public sealed record ShardInspection(
    string? Epoch,
    IReadOnlyList<StreamedEvent> Events,
    IReadOnlyList<InspectedHold> Holds,
    IReadOnlyDictionary<Guid, AccountTotals> Accounts,
    IReadOnlyDictionary<(Guid Account, string Budget), BudgetTotals> Budgets,
    IReadOnlySet<Guid> Applied,
    long Now,
    IReadOnlyDictionary<BudgetDay, BudgetTotals> Days
);
