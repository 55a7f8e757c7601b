using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;
using Platform.Contracts;
using Platform.ServiceDefaults;
using Platform.Usage.Background;
using Platform.Usage.Ledger;
using StackExchange.Redis;

namespace Platform.Usage.Till;

/// <summary>
/// Fills every shard that is not open from the book, then opens it: a fresh or emptied Redis needs no hand. A shard whose events
/// are not all booked stays closed until they are, because only then are the book's balances the whole truth.
/// Readiness waits until all shards have been open once.
/// </summary>
internal sealed partial class TillOpener(
    NpgsqlDataSource database, IConnectionMultiplexer redis, TillScripts scripts, SqlMigrations migrations, TimeProvider time,
    ILogger<TillOpener> log) : RepeatingService(migrations, time, log), IHealthCheck
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1), DrainingPause = TimeSpan.FromMilliseconds(100);

    private volatile bool ready;

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(ready ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy("The till has not been opened yet"));

    protected override async Task<TimeSpan> TurnAsync(CancellationToken cancellationToken)
    {
        var open = await Task.WhenAll(Enumerable.Range(0, TillKeys.Shards)
            .Select(shard => redis.GetDatabase().KeyExistsAsync(TillKeys.Open(shard)))).WaitAsync(TillScripts.Patience, cancellationToken);
        var opened = 0;
        for (var shard = 0; shard < TillKeys.Shards; shard++)
            if (!open[shard] && await OpenAsync(shard, cancellationToken))
                opened++;
        if (opened > 0)
            LogOpened(log, opened);
        var all = open.Count(yes => yes) + opened == TillKeys.Shards;
        ready |= all;
        return all ? Pause : DrainingPause;
    }

    private async Task<bool> OpenAsync(int shard, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await ShardLock.ExclusiveAsync(transaction, shard, cancellationToken);
        var book = await ShardBook.ReadAsync(transaction, shard, cancellationToken);
        var epoch = Guid.CreateVersion7(Time.GetUtcNow()).ToString("N");
        var result = await scripts.OpenAsync(epoch, book, cancellationToken);
        if (result == "opened")
        {
            // Should this commit fail, the marks set by the script keep the outbox from adding these amounts again.
            await TillCredits.MarkAppliedAsync(transaction, book.Pending, cancellationToken);
            await transaction.CommitAsync(cancellationToken);
            LogShard(log, shard, epoch, book.Credits.Count, book.Budgets.Count);
        }

        return result is "opened" or "already";
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Count} shards of the till were filled from the book and opened")]
    private static partial void LogOpened(ILogger log, int count);

    [LoggerMessage(Level = LogLevel.Debug, Message = "Shard {Shard} opened as {Epoch} with {Accounts} accounts and {Budgets} budgets")]
    private static partial void LogShard(ILogger log, int shard, string epoch, int accounts, int budgets);
}
