using Platform.Bench.Running;
using Platform.Till;
using StackExchange.Redis;

namespace Platform.Bench.Measuring;

/// <summary>
/// What is settled but not posted yet. It is waited for, so that the gateway's posting is counted as the gateway's and does not slow
/// whoever is measured next. Redis is asked, since Usage's own sums would cost more than what is measured.
/// </summary>
internal sealed class Backlog(IConnectionMultiplexer redis)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20),
        Timeout = TimeSpan.FromMinutes(2);

    public static async Task<Backlog> ConnectAsync(RunningPlatform platform) =>
        new(await ConnectionMultiplexer.ConnectAsync(await platform.ConnectionStringAsync("redis")));

    /// <exception cref="OperationCanceledException">Usage does not keep up at all.</exception>
    public async Task PostedAsync()
    {
        using var timeout = new CancellationTokenSource(Timeout);
        while (await CountAsync() > 0)
            await Task.Delay(Pause, timeout.Token);
    }

    private async Task<long> CountAsync()
    {
        var till = redis.GetDatabase();
        var lengths = await Task.WhenAll(
            Enumerable.Range(0, TillKeys.Shards).Select(shard => till.StreamLengthAsync(TillKeys.Events(shard)))
        );
        return lengths.Sum();
    }
}
