using Platform.ServiceDefaults;
using Platform.Till;
using StackExchange.Redis;

namespace Platform.Usage.TillKeeper;

/// <summary>Expires holds that nobody settled in their lifetime, by Redis's clock.</summary>
internal sealed partial class HoldSweeper(
    IConnectionMultiplexer redis,
    Holds holds,
    SqlMigrations migrations,
    TimeProvider time,
    ILogger<HoldSweeper> log
) : RepeatingService(migrations, time, log)
{
    private const int BatchSize = 100;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    protected override async Task<TimeSpan> TurnAsync(CancellationToken cancellationToken)
    {
        var now = await redis.NowAsync(cancellationToken);
        var due = await Task.WhenAll(
            Enumerable.Range(0, TillKeys.Shards).Select(shard => holds.DueAsync(shard, now, BatchSize, cancellationToken))
        );
        for (var shard = 0; shard < TillKeys.Shards; shard++)
            await Task.WhenAll(due[shard].Select(requestId => ExpireAsync(shard, requestId, cancellationToken)));
        return due.Any(ids => ids.Count == BatchSize) ? TimeSpan.Zero : Pause;
    }

    private async Task ExpireAsync(int shard, string requestId, CancellationToken cancellationToken)
    {
        if (await holds.FindAsync(shard, requestId, cancellationToken) is { } hold)
        {
            if (await holds.ExpireAsync(requestId, hold, cancellationToken))
                LogExpired(log, requestId, hold.Owner.AccountId);
            return;
        }

        await holds.ForgetAsync(shard, requestId, cancellationToken);
        LogLost(log, requestId, shard);
    }

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "The hold of request {RequestId} of account {AccountId} expired before it was settled"
    )]
    private static partial void LogExpired(ILogger log, string requestId, Guid accountId);

    [LoggerMessage(
        Level = LogLevel.Error,
        Message = "Request {RequestId} is in the list of holds of shard {Shard}, but its hold is missing or cannot be read"
    )]
    private static partial void LogLost(ILogger log, string requestId, int shard);
}
