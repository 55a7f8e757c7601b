using Platform.Gateway.Admission;
using Platform.ServiceDefaults;
using Platform.Till;
using StackExchange.Redis;

namespace Platform.Gateway.Settlement;

/// <summary>
/// Watches the epochs of the till. Where one has changed or is gone, the till may have lost something: this gateway settles its recent
/// settlements again, which changes nothing where the till knows them, and places the holds of running requests again. It renews old holds,
/// voids admissions that were given up, and keeps open shards open; shards that were open before Redis started anew it closes, so that
/// Usage fills them from the ledger.
/// </summary>
internal sealed partial class TillWatch(
    IConnectionMultiplexer redis,
    Epochs epochs,
    RecentSettlements recent,
    TillSettlement till,
    ActiveHolds holds,
    HoldReversals reversals,
    TimeProvider time,
    ILogger<TillWatch> log
) : RepeatingService(time, log)
{
    // Usage waits two of these intervals before it opens a shard.
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500),
        Timeout = TimeSpan.FromSeconds(2);
    private const int Together = 100;

    private readonly string?[] seen = new string?[TillKeys.Shards];
    private string? run;

    protected override async Task<TimeSpan> TurnAsync(CancellationToken cancellationToken)
    {
        try
        {
            await WatchAsync();
            await holds.RenewAsync();
            await reversals.CarryOutAsync();
        }
        catch (Exception e) when (e is RedisException or TimeoutException)
        {
            // Redis is not reachable. What it returns with is read at the next turn.
        }
        finally
        {
            recent.DropExpired();
        }

        return Interval;
    }

    protected override TimeSpan RetryPause(int failures) => Interval;

    protected override void LogFailure(Exception exception, int failures) => LogFailed(Log, exception);

    private async Task WatchAsync()
    {
        var found = await epochs.ReadAllAsync().WaitAsync(Timeout);
        var running = await redis.RunIdAsync().WaitAsync(Timeout);
        // A Redis that started anew may have lost what it took last.
        if (run is not null && run != running)
            await Task.WhenAll(
                    Shards(found)
                        .Where(shard => shard.Epoch != "" && shard.Epoch == seen[shard.Number])
                        .Select(shard => epochs.CloseAsync(shard.Number, shard.Epoch))
                )
                .WaitAsync(Timeout);
        run = running;
        await epochs.RenewAsync().WaitAsync(Timeout);
        foreach (var (shard, epoch) in Shards(found).Where(shard => shard.Epoch != seen[shard.Number]))
            if (await RestoreAsync(shard, epoch))
                seen[shard] = epoch;
    }

    /// <summary>A closed shard has an empty epoch here; null is one that was never seen.</summary>
    private static IEnumerable<(int Number, string Epoch)> Shards(string?[] epochs) =>
        epochs.Select((epoch, shard) => (shard, epoch ?? ""));

    /// <returns>False when Redis did not take all of it.</returns>
    private async Task<bool> RestoreAsync(int shard, string epoch)
    {
        var settlements = recent.Elsewhere(shard, epoch);
        foreach (var some in settlements.Chunk(Together))
            if ((await Task.WhenAll(some.Select(till.TrySettleAgainAsync))).Contains(false))
                return false;
        await holds.RestoreAsync(shard);
        if (settlements.Count > 0)
            LogSent(Log, settlements.Count, shard, epoch);
        return true;
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "A look at the till failed; the next is in half a second")]
    private static partial void LogFailed(ILogger log, Exception exception);

    [LoggerMessage(
        Level = LogLevel.Information,
        Message = "{Count} recent settlements were sent again to shard {Shard} of the till, whose epoch is now '{Epoch}'"
    )]
    private static partial void LogSent(ILogger log, int count, int shard, string epoch);
}
