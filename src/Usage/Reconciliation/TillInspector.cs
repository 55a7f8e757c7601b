using System.Globalization;
using Platform.Contracts;
using Platform.Till;
using Platform.Usage.Intake;
using Platform.Usage.TillKeeper;

namespace Platform.Usage.Reconciliation;

/// <summary>Reads shards of the till, each in one step, and the charges in their streams.</summary>
internal sealed class TillInspector(Inspection till)
{
    /// <summary>All accounts in the till by shard, including those that are not in the ledger.</summary>
    public Task<ILookup<int, Guid>> AccountsAsync(CancellationToken cancellationToken) => till.AccountsAsync(cancellationToken);

    public async Task<TillInspection> InspectAsync(ShardLedger ledger, IEnumerable<Guid> alsoAccounts, CancellationToken cancellationToken)
    {
        var shard = await till.InspectAsync(
            new InspectionRequest(
                ledger.Shard,
                [.. ledger.Accounts.Union(alsoAccounts)],
                [.. ledger.Budgets.Select(row => (row.AccountId, row.BudgetId))],
                [.. ledger.Days.Select(DayOf)],
                ledger.Applied
            ),
            cancellationToken
        );
        return new TillInspection(
            shard,
            [.. shard.Events.SelectMany(entry => Charges(ledger.Shard, entry)).DistinctBy(charge => charge.Reference)],
            shard.Events is [var oldest, ..] ? Math.Max(0, shard.Now - Milliseconds(oldest.Id)) : 0
        );
    }

    public static BudgetDay DayOf(DaySpending row) => new(row.AccountId, row.BudgetId, SpendPeriods.Day(row.Day));

    private static long Milliseconds(string entryId) =>
        long.Parse(entryId.AsSpan(0, entryId.IndexOf('-', StringComparison.Ordinal)), CultureInfo.InvariantCulture);

    /// <summary>An event that cannot be read has no charges; it becomes a dead letter, which has its own check.</summary>
    private static IEnumerable<TillCharge> Charges(int shard, StreamedEvent entry)
    {
        var read = EventReading.Parse(new ShardEntry(shard, entry.Id, EventStream.Event(entry.Fields))).Event;
        return read?.Attempts.Select(attempt => new TillCharge(
                $"{read.RequestId}/{attempt.Number}",
                read.RequestId,
                read.AccountId,
                read.BudgetId,
                attempt.Charge.NanoUsd,
                SpendPeriods.DayOf(read.CountsAt)
            ))
            ?? [];
    }
}
