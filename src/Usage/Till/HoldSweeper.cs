using Platform.Contracts;
using Platform.ServiceDefaults;
using StackExchange.Redis;

namespace Platform.Usage.Till;

/// <summary>Gives back the holds of requests that nobody settled in time. Redis's clock decides.</summary>
internal sealed partial class HoldSweeper(
    IConnectionMultiplexer redis, TillScripts scripts, SqlMigrations migrations, TimeProvider time, ILogger<HoldSweeper> log)
    : RepeatingService(migrations, time, log)
{
    private const int BatchSize = 100;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    protected override async Task<TimeSpan> TurnAsync(CancellationToken cancellationToken)
    {
        var now = await scripts.NowAsync(cancellationToken);
        var due = await Task.WhenAll(Enumerable.Range(0, TillKeys.Shards)
            .Select(shard => redis.GetDatabase().SortedSetRangeByScoreAsync(TillKeys.Holds(shard), stop: now, take: BatchSize)))
            .WaitAsync(TillScripts.Patience, cancellationToken);
        for (var shard = 0; shard < TillKeys.Shards; shard++)
            await Task.WhenAll(due[shard].Select(requestId => ExpireAsync(shard, requestId!, cancellationToken)));
        return due.Any(ids => ids.Length == BatchSize) ? TimeSpan.Zero : Pause;
    }

    private async Task ExpireAsync(int shard, string requestId, CancellationToken cancellationToken)
    {
        var till = redis.GetDatabase();
        var text = await till.StringGetAsync(TillKeys.Hold(shard, requestId)).WaitAsync(TillScripts.Patience, cancellationToken);
        if (StaleHold.Read(requestId, text) is { } hold)
        {
            if (await scripts.ExpireAsync(shard, hold, cancellationToken))
                LogExpired(log, requestId, hold.AccountId);
            return;
        }

        await till.SortedSetRemoveAsync(TillKeys.Holds(shard), requestId).WaitAsync(TillScripts.Patience, cancellationToken);
        LogLost(log, requestId, shard);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The hold of request {RequestId} of account {AccountId} expired before it was settled")]
    private static partial void LogExpired(ILogger log, string requestId, Guid accountId);

    [LoggerMessage(Level = LogLevel.Error, Message = "Request {RequestId} is among the holds of shard {Shard}, but there is no readable hold of it")]
    private static partial void LogLost(ILogger log, string requestId, int shard);
}
