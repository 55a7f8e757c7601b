using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;
using Platform.Contracts;
using Platform.ServiceDefaults;
using Platform.Usage.Ledger;
using StackExchange.Redis;

namespace Platform.Usage.Till;

/// <summary>
/// Sees to it that every open shard is the one the book knows: filled from it, in the Redis that runs now. A shard that is closed, or
/// that comes from an older state or another run of Redis, is closed, filled from the book and opened under a new epoch. A shard whose
/// events are not all booked stays closed until they are, because only then are the book's balances the whole truth.
/// Readiness waits until all shards have been open once.
/// </summary>
internal sealed partial class TillOpener(
    NpgsqlDataSource database, IConnectionMultiplexer redis, TillScripts scripts, SqlMigrations migrations, TimeProvider time,
    ILogger<TillOpener> log) : RepeatingService(migrations, time, log), IHealthCheck
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500), DrainingPause = TimeSpan.FromMilliseconds(100);

    // Twice the gateways' look at the epochs: until then they bring what Redis may have lost. Who is later is charged all the same.
    private static readonly TimeSpan Muster = TimeSpan.FromSeconds(1);

    // A gateway sends again what it settled in the last ten minutes; this is longer.
    private static readonly TimeSpan SettledMemory = TimeSpan.FromHours(1);

    // Longer than a batch takes from its ids to its commit, and than clocks differ.
    private static readonly TimeSpan MarkedTwice = TimeSpan.FromMinutes(5);

    private readonly long?[] closedAt = new long?[TillKeys.Shards];
    private IReadOnlyDictionary<int, TillShard> known = new Dictionary<int, TillShard>();
    private volatile bool ready;

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(ready ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy("The till has not been opened yet"));

    protected override async Task<TimeSpan> TurnAsync(CancellationToken cancellationToken)
    {
        var store = await scripts.StoreAsync(cancellationToken);
        var epochs = await Task.WhenAll(Enumerable.Range(0, TillKeys.Shards)
            .Select(shard => redis.GetDatabase().StringGetAsync(TillKeys.Open(shard)))).WaitAsync(TillScripts.Patience, cancellationToken);
        await CloseRestartedAsync(epochs, store, cancellationToken);
        if (Enumerable.Range(0, TillKeys.Shards).Any(shard => !IsGood(shard, epochs[shard], store)))
            await RememberAsync(cancellationToken);

        var (good, opened) = (0, 0);
        for (var shard = 0; shard < TillKeys.Shards; shard++)
        {
            if (IsGood(shard, epochs[shard], store))
                good++;
            else if (await MendAsync(shard, epochs[shard], store, cancellationToken))
                opened++;
        }

        if (opened > 0)
            LogOpened(log, opened);
        await Task.WhenAll(Enumerable.Range(0, TillKeys.Shards).Select(shard => redis.GetDatabase().KeyExpireAsync(TillKeys.Open(shard), TillKeys.OpenLifetime)))
            .WaitAsync(TillScripts.Patience, cancellationToken);
        ready |= good == TillKeys.Shards;
        return good == TillKeys.Shards ? Pause : DrainingPause;
    }

    private bool IsGood(int shard, string? epoch, string store) =>
        epoch is not null && known.TryGetValue(shard, out var row) && (row.Epoch, row.Store) == (epoch, store);

    /// <summary>Redis was started anew from what it had kept, which may not be all. At once, even if the book cannot be asked now.</summary>
    private async Task CloseRestartedAsync(RedisValue[] epochs, string store, CancellationToken cancellationToken)
    {
        foreach (var row in known.Values.Where(row => row.Store != store && row.Epoch == epochs[row.Shard]))
        {
            if (await scripts.CloseAsync(row.Shard, row.Epoch, cancellationToken))
                LogClosed(log, row.Shard, row.Epoch);
            epochs[row.Shard] = RedisValue.Null;
        }
    }

    private async Task RememberAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        known = await TillShards.ReadAsync(connection, cancellationToken);
    }

    /// <summary>True when it was opened.</summary>
    private async Task<bool> MendAsync(int shard, string? epoch, string store, CancellationToken cancellationToken)
    {
        if (epoch is not null && await scripts.CloseAsync(shard, epoch, cancellationToken))
            LogClosed(log, shard, epoch);
        closedAt[shard] ??= Time.GetTimestamp();
        // Nobody can have lost anything in a till that was never open.
        if (known.ContainsKey(shard) && Time.GetElapsedTime(closedAt[shard]!.Value) < Muster)
            return false;
        if (!await OpenAsync(shard, store, cancellationToken))
            return false;
        closedAt[shard] = null;
        return true;
    }

    private async Task<bool> OpenAsync(int shard, string store, CancellationToken cancellationToken)
    {
        if (await scripts.IsDrainingAsync(shard, cancellationToken))
            return false;
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        // The long part, while the book goes on; with the book kept still only what came since.
        await MarkSettledAsync(connection, shard, cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await ShardLock.ExclusiveAsync(transaction, shard, cancellationToken);
        var marked = await MarkSettledAsync(connection, shard, cancellationToken);
        var book = await ShardBook.ReadAsync(transaction, shard, cancellationToken);
        var epoch = Guid.CreateVersion7(Time.GetUtcNow()).ToString("N");
        var result = await scripts.OpenAsync(epoch, book, marked, cancellationToken);
        if (result == "opened")
        {
            // Should this commit fail, the shard is open as an epoch the book does not know, and is filled once more.
            await TillCredits.MarkAppliedAsync(transaction, book.Pending, cancellationToken);
            await TillShards.WriteAsync(transaction, new TillShard(shard, epoch, store), cancellationToken);
            await transaction.CommitAsync(cancellationToken);
            LogShard(log, shard, epoch, book.Credits.Count, book.Budgets.Count);
        }

        return result == "opened";
    }

    /// <returns>Up to when all is marked.</returns>
    private async Task<DateTimeOffset> MarkSettledAsync(NpgsqlConnection connection, int shard, CancellationToken cancellationToken)
    {
        var now = Time.GetUtcNow();
        var (oldest, marked) = (now - SettledMemory, await scripts.MarkedUntilAsync(shard, cancellationToken) - MarkedTwice);
        var settled = ShardBook.SettledAsync(connection, shard, since: marked > oldest ? marked.Value : oldest);
        await scripts.MarkSettledAsync(shard, settled, until: now, cancellationToken);
        return now;
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Count} shards of the till were filled from the book and opened")]
    private static partial void LogOpened(ILogger log, int count);

    [LoggerMessage(Level = LogLevel.Debug, Message = "Shard {Shard} opened as {Epoch} with {Accounts} accounts and {Budgets} budgets")]
    private static partial void LogShard(ILogger log, int shard, string epoch, int accounts, int budgets);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Shard {Shard} of the till was open as {Epoch}, which is not how the book knows it in the Redis that runs now; it is closed and filled again")]
    private static partial void LogClosed(ILogger log, int shard, string epoch);
}
