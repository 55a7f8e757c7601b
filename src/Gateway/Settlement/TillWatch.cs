using System.Diagnostics.CodeAnalysis;
using Platform.Contracts;
using Platform.Gateway.Admission;
using Platform.Till;
using StackExchange.Redis;

namespace Platform.Gateway.Settlement;

/// <summary>
/// Looks at the epochs of the till. Where one has changed or is gone, the till may have lost something: whatever this gateway settled
/// lately is settled again, which changes nothing where it is known, and the holds of running requests are placed again. Holds that
/// live long are renewed, and admissions that were given up are taken back. Shards that stand are kept open; those that were open before Redis was started anew are closed, for Usage to fill.
/// </summary>
internal sealed partial class TillWatch(
    IConnectionMultiplexer redis, RecentSettlements recent, TillSettlement till, LiveLeases live, Withdrawals withdrawals, TimeProvider time,
    ILogger<TillWatch> log) : BackgroundService
{
    // Usage waits two of these before it opens a shard.
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500), Patience = TimeSpan.FromSeconds(2);
    private const int Together = 100;

    private readonly string?[] seen = new string?[TillKeys.Shards];
    private string? run;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await LookAsync();
                await live.RenewAsync();
                await withdrawals.CarryOutAsync();
            }
            catch (Exception e) when (e is RedisException or TimeoutException)
            {
                // Redis is away. What it comes back with is seen at the next look.
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                // An exception that got out of here would end the gateway.
                LogFailed(log, e);
            }

            recent.Forget();
            await Task.Delay(Interval, time, stoppingToken);
        }
    }

    private async Task LookAsync()
    {
        var database = redis.GetDatabase();
        var shards = Enumerable.Range(0, TillKeys.Shards).ToArray();
        var epochs = await Task.WhenAll(shards.Select(shard => database.StringGetAsync(TillKeys.Open(shard)))).WaitAsync(Patience);
        var running = await redis.RunIdAsync().WaitAsync(Patience);
        // It may have lost what it took last.
        if (run is not null && run != running)
            await Task.WhenAll(shards.Where(shard => !epochs[shard].IsNull && epochs[shard] == seen[shard]).Select(shard => CloseAsync(database, shard))).WaitAsync(Patience);
        run = running;
        await Task.WhenAll(shards.Select(shard => database.KeyExpireAsync(TillKeys.Open(shard), TillKeys.OpenLifetime))).WaitAsync(Patience);
        foreach (var shard in shards.Where(shard => ((string?)epochs[shard] ?? "") != seen[shard]))
            if (await RestoreAsync(shard, (string?)epochs[shard] ?? ""))
                seen[shard] = (string?)epochs[shard] ?? "";
    }

    /// <summary>Unless somebody has opened it anew since: the epoch we have seen is of the run before.</summary>
    [SuppressMessage("Usage", "SER301", Justification = "The one command for this, DELEX, is of Redis 8.4; Redis 7.0 must do.")]
    private async Task CloseAsync(IDatabase database, int shard)
    {
        var transaction = database.CreateTransaction();
        transaction.AddCondition(Condition.StringEqual(TillKeys.Open(shard), seen[shard]));
        _ = transaction.KeyDeleteAsync(TillKeys.Open(shard));
        await transaction.ExecuteAsync();
    }

    /// <summary>False when Redis did not take it all.</summary>
    private async Task<bool> RestoreAsync(int shard, string epoch)
    {
        var settlements = recent.Elsewhere(shard, epoch);
        foreach (var some in settlements.Chunk(Together))
            if ((await Task.WhenAll(some.Select(till.TrySettleAgainAsync))).Contains(false))
                return false;
        await live.ReholdAsync(shard);
        if (settlements.Count > 0)
            LogSent(log, settlements.Count, shard, epoch);
        return true;
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "A look at the till failed; the next is in half a second")]
    private static partial void LogFailed(ILogger log, Exception exception);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Count} recent settlements were sent again to shard {Shard} of the till, whose epoch is now '{Epoch}'")]
    private static partial void LogSent(ILogger log, int count, int shard, string epoch);
}
