using Platform.Till;

namespace Platform.Usage.Reconciliation;

/// <summary>A charge that is in the till and may be in the ledger, under <paramref name="Reference"/>.</summary>
/// <param name="Day">On which its hold was placed, UTC.</param>
internal sealed record TillCharge(string Reference, string RequestId, Guid AccountId, string BudgetId, long AmountNano, DateOnly Day);

/// <summary>A shard of the till at one moment, with its events read as charges.</summary>
/// <param name="Charges">The charges of the events in the stream, each attempt of a request once.</param>
/// <param name="LagMs">The age of the oldest event, in milliseconds.</param>
internal sealed record TillInspection(ShardInspection Shard, IReadOnlyList<TillCharge> Charges, long LagMs)
{
    /// <summary>The number of events in the stream.</summary>
    public int Events => Shard.Events.Count;
}
