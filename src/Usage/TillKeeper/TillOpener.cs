using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;
using Platform.ServiceDefaults;
using Platform.Till;
using Platform.Usage.Ledger;
using StackExchange.Redis;

namespace Platform.Usage.TillKeeper;

/// <summary>
/// Keeps every shard open, with the epoch and the run of Redis that the ledger's database has recorded. A shard in any other state is
/// closed, filled from the ledger and opened under a new epoch. A shard whose events are not all posted stays closed until they are,
/// because only then are the ledger's balances complete. The service is not ready until all shards have been open once.
/// </summary>
internal sealed partial class TillOpener(
    NpgsqlDataSource database,
    IConnectionMultiplexer redis,
    Epochs epochs,
    Opening opening,
    SqlMigrations migrations,
    TimeProvider time,
    ILogger<TillOpener> log
) : RepeatingService(migrations, time, log), IHealthCheck
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500),
        DrainingPause = TimeSpan.FromMilliseconds(100);

    // Twice the interval at which gateways read the epochs, so that they have sent again what Redis may have lost. A settlement that
    // arrives later is charged all the same.
    private static readonly TimeSpan ReopenDelay = TimeSpan.FromSeconds(1);

    // Longer than ten minutes: a gateway sends again what it settled in that time.
    private static readonly TimeSpan SettledRetention = TimeSpan.FromHours(1);

    // How far marking goes back before the last mark: longer than a batch takes from the creation of its ids to its commit, and longer
    // than clocks differ.
    private static readonly TimeSpan MarkOverlap = TimeSpan.FromMinutes(5);

    // What the till holds besides totals has changed since epochs had no such beginning: a shard that was filled before is filled anew.
    private const string Layout = "days-";

    private readonly long?[] closedAt = new long?[TillKeys.Shards];
    private IReadOnlyDictionary<int, TillShard> known = new Dictionary<int, TillShard>();
    private volatile bool ready;

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(ready ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy("The till has not been opened yet"));

    protected override async Task<TimeSpan> TurnAsync(CancellationToken cancellationToken)
    {
        var store = await redis.RunIdAsync().WaitAsync(Timeout, cancellationToken);
        var found = await epochs.ReadAllAsync(cancellationToken);
        await CloseRestartedAsync(found, store, cancellationToken);
        if (Enumerable.Range(0, TillKeys.Shards).Any(shard => !IsGood(shard, found[shard], store)))
            await ReadKnownAsync(cancellationToken);

        var (good, opened) = (0, 0);
        for (var shard = 0; shard < TillKeys.Shards; shard++)
        {
            if (IsGood(shard, found[shard], store))
                good++;
            else if (await ReopenAsync(shard, found[shard], store, cancellationToken))
                opened++;
        }

        if (opened > 0)
            LogOpened(log, opened);
        await epochs.RenewAsync(cancellationToken);
        ready |= good == TillKeys.Shards;
        return good == TillKeys.Shards ? Pause : DrainingPause;
    }

    private bool IsGood(int shard, string? epoch, string store) =>
        epoch?.StartsWith(Layout, StringComparison.Ordinal) is true
        && known.TryGetValue(shard, out var row)
        && (row.Epoch, row.Store) == (epoch, store);

    /// <summary>
    /// Closes shards that Redis has restored at a start, because they may be incomplete. This does not wait for the ledger, which may be
    /// unavailable.
    /// </summary>
    private async Task CloseRestartedAsync(string?[] found, string store, CancellationToken cancellationToken)
    {
        foreach (var row in known.Values.Where(row => row.Store != store && row.Epoch == found[row.Shard]))
        {
            if (await epochs.CloseAsync(row.Shard, row.Epoch, cancellationToken))
                LogClosed(log, row.Shard, row.Epoch);
            found[row.Shard] = null;
        }
    }

    private async Task ReadKnownAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        known = await TillShards.ReadAsync(connection, cancellationToken);
    }

    /// <summary>Closes the shard, fills it and opens it under a new epoch; false when it cannot be opened yet.</summary>
    private async Task<bool> ReopenAsync(int shard, string? epoch, string store, CancellationToken cancellationToken)
    {
        if (epoch is not null && await epochs.CloseAsync(shard, epoch, cancellationToken))
            LogClosed(log, shard, epoch);
        closedAt[shard] ??= Time.GetTimestamp();
        // A shard that was never open has lost nothing, so it is opened without the delay.
        if (known.ContainsKey(shard) && Time.GetElapsedTime(closedAt[shard]!.Value) < ReopenDelay)
            return false;
        if (!await OpenAsync(shard, store, cancellationToken))
            return false;
        closedAt[shard] = null;
        return true;
    }

    private async Task<bool> OpenAsync(int shard, string store, CancellationToken cancellationToken)
    {
        if (await opening.IsDrainingAsync(shard, cancellationToken))
            return false;
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        // Most requests are marked here, without the lock. Under the lock, only those posted since then are left to mark.
        await MarkSettledAsync(connection, shard, cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await ShardLock.ExclusiveAsync(transaction, shard, cancellationToken);
        var marked = await MarkSettledAsync(connection, shard, cancellationToken);
        var ledger = await ShardLedger.ReadAsync(transaction, shard, cancellationToken);
        var epoch = Layout + Guid.CreateVersion7(Time.GetUtcNow()).ToString("N");
        var result = await opening.OpenAsync(ledger.Opening(epoch, marked), cancellationToken);
        if (result == OpeningResult.Opened)
        {
            // If this commit fails, the shard is open with an epoch that the ledger's database does not have, and is filled again.
            await TillCredits.MarkAppliedAsync(transaction, ledger.Pending, cancellationToken);
            await TillShards.WriteAsync(transaction, new TillShard(shard, epoch, store), cancellationToken);
            await transaction.CommitAsync(cancellationToken);
            LogShard(log, shard, epoch, ledger.Credits.Count, ledger.Budgets.Count);
        }

        return result == OpeningResult.Opened;
    }

    /// <returns>The time up to which all posted requests are marked.</returns>
    private async Task<DateTimeOffset> MarkSettledAsync(NpgsqlConnection connection, int shard, CancellationToken cancellationToken)
    {
        var now = Time.GetUtcNow();
        var (oldest, marked) = (now - SettledRetention, await opening.MarkedUntilAsync(shard, cancellationToken) - MarkOverlap);
        var settled = ShardLedger.SettledAsync(connection, shard, since: marked > oldest ? marked.Value : oldest);
        await opening.MarkSettledAsync(shard, settled, until: now, cancellationToken);
        return now;
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Count} shards of the till were filled from the ledger and opened")]
    private static partial void LogOpened(ILogger log, int count);

    [LoggerMessage(Level = LogLevel.Debug, Message = "Shard {Shard} opened as {Epoch} with {Accounts} accounts and {Budgets} budgets")]
    private static partial void LogShard(ILogger log, int shard, string epoch, int accounts, int budgets);

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "Shard {Shard} of the till was open as {Epoch}, which is not the epoch that the ledger recorded for this run of Redis; it "
            + "is closed and filled again"
    )]
    private static partial void LogClosed(ILogger log, int shard, string epoch);
}
