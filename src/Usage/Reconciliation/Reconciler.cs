using System.Data;
using Dapper;
using Npgsql;
using Platform.Till;
using Platform.Usage.Ledger;
using Platform.Usage.TillKeeper;

namespace Platform.Usage.Reconciliation;

/// <summary>
/// Checks every money invariant on live data, and changes nothing. The ledger is read in one snapshot. Each shard of the till is read while
/// the ledger's part of it is locked, as for its opening, so that both show the same moment. When there are differences, the till is
/// inspected again, and a difference counts only if every inspection finds it.
/// </summary>
internal sealed class Reconciler(NpgsqlDataSource database, TillInspector till, UpstreamTally upstream, TimeProvider time)
{
    private const int MaxInspections = 5;
    private const long OldMs = 60_000;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(300);

    /// <param name="tally">The address of an upstream that keeps a tally; null to compare with none.</param>
    public async Task<Report> RunAsync(Uri? tally, CancellationToken cancellationToken)
    {
        var ledger = await CheckLedgerAsync(cancellationToken);
        var (last, inspections) = (await InspectAsync(tally, cancellationToken), 1);
        while (last.Checks.Any(check => check.Count > 0) && inspections < MaxInspections)
        {
            await Task.Delay(Pause, time, cancellationToken);
            last = Persisting(last, await InspectAsync(tally, cancellationToken));
            inspections++;
        }

        return new Report(time.GetUtcNow(), inspections, [.. ledger, .. last.Checks], last.Facts);
    }

    private async Task<IReadOnlyList<Check>> CheckLedgerAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken);
        return await LedgerChecks.RunAsync(transaction, cancellationToken);
    }

    private async Task<Inspected> InspectAsync(Uri? tally, CancellationToken cancellationToken)
    {
        // The upstream is read first, so that each call that it has served appears below as a hold, an event or a record.
        var calls = tally is null ? null : await upstream.ReadAsync(tally, cancellationToken);
        var accounts = await till.AccountsAsync(cancellationToken);
        var shards = new List<ShardResult>();
        for (var shard = 0; shard < TillKeys.Shards; shard++)
            shards.Add(await ShardAsync(shard, accounts[shard], cancellationToken));

        var checks = shards
            .SelectMany(shard => shard.Checks)
            .GroupBy(check => check.Name)
            .Select(group => Check.From(group.Key, group.Sum(check => check.Compared), [.. group.SelectMany(check => check.Differences)]))
            .ToList();
        if (calls is not null)
            checks.AddRange(await upstream.RunAsync(calls, shards.SelectMany(shard => shard.Unfinished).ToHashSet(), cancellationToken));
        var facts = await FactsAsync(shards, calls, cancellationToken);
        checks.Add(
            Check.From(
                "nothing waits longer than a minute",
                2,
                [
                    .. Difference.If(
                        facts["oldest event, ms"] > OldMs,
                        "oldest event not posted, ms",
                        $"at most {OldMs}",
                        facts["oldest event, ms"]
                    ),
                    .. Difference.If(
                        facts["oldest outbox row, ms"] > OldMs,
                        "oldest outbox row, ms",
                        $"at most {OldMs}",
                        facts["oldest outbox row, ms"]
                    ),
                ]
            )
        );
        return new Inspected(checks, facts);
    }

    private async Task<ShardResult> ShardAsync(int shard, IEnumerable<Guid> known, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await ShardLock.ExclusiveAsync(transaction, shard, cancellationToken);
        var ledger = await ShardLedger.ReadAsync(transaction, shard, cancellationToken);
        var inspection = await till.InspectAsync(ledger, known, cancellationToken);
        var posted = (
            await connection.QueryAsync<string>(
                new CommandDefinition(
                    "SELECT reference FROM ledger_transactions WHERE kind = @UsageKind AND reference = ANY (@references)",
                    new { LedgerTransaction.UsageKind, references = inspection.Charges.Select(charge => charge.Reference).ToArray() },
                    transaction,
                    cancellationToken: cancellationToken
                )
            )
        ).ToHashSet();
        var checks = TillChecks.Run(ledger, inspection, posted).Select(check => Check.From(check.Check, check.Compared, check.Differences));
        return new ShardResult(
            inspection,
            [.. checks],
            [.. inspection.Shard.Holds.Select(hold => hold.RequestId), .. inspection.Charges.Select(charge => charge.RequestId)]
        );
    }

    private async Task<Dictionary<string, long>> FactsAsync(
        List<ShardResult> shards,
        IReadOnlyList<ServedCall>? calls,
        CancellationToken cancellationToken
    )
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var (pending, age, records) = await connection.QuerySingleAsync<(long, long, long)>(
            new CommandDefinition(
                """
                SELECT (SELECT count(*) FROM till_outbox WHERE applied_at IS NULL),
                  (SELECT coalesce(extract(epoch FROM now() - min(created_at)) * 1000, 0)::bigint FROM till_outbox WHERE applied_at IS NULL),
                  (SELECT count(*) FROM usage_records)
                """,
                cancellationToken: cancellationToken
            )
        );
        // The keys are part of the JSON report and must not change.
        var facts = new Dictionary<string, long>
        {
            ["usage records"] = records,
            ["open holds"] = shards.Sum(shard => shard.Till.Shard.Holds.Count),
            ["events not booked"] = shards.Sum(shard => shard.Till.Events),
            ["oldest event, ms"] = shards.Max(shard => shard.Till.LagMs),
            ["outbox rows waiting"] = pending,
            ["oldest outbox row, ms"] = age,
        };
        if (calls is not null)
            facts["calls the upstream remembers"] = calls.Count;
        return facts;
    }

    private static Inspected Persisting(Inspected before, Inspected now)
    {
        var seen = before.Checks.SelectMany(check => check.Differences.Select(difference => (check.Name, difference.Subject))).ToHashSet();
        return now with
        {
            Checks =
            [
                .. now.Checks.Select(check =>
                    Check.From(
                        check.Name,
                        check.Compared,
                        [.. check.Differences.Where(difference => seen.Contains((check.Name, difference.Subject)))]
                    )
                ),
            ],
        };
    }

    private sealed record Inspected(IReadOnlyList<Check> Checks, IReadOnlyDictionary<string, long> Facts);

    private sealed record ShardResult(TillInspection Till, IReadOnlyList<Check> Checks, IReadOnlyList<string> Unfinished);
}
