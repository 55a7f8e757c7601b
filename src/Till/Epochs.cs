using StackExchange.Redis;

namespace Platform.Till;

/// <summary>The epochs of the shards. A shard admits while it has one, and each filling from the ledger gives it another.</summary>
public sealed class Epochs(IConnectionMultiplexer redis)
{
    private static readonly TillScript Close = new("close.lua");

    private IDatabase Redis => redis.GetDatabase();

    /// <summary>The epoch of a shard; null while it is closed.</summary>
    public async Task<string?> ReadAsync(int shard, CancellationToken cancellationToken = default) =>
        await Redis.StringGetAsync(TillKeys.Open(shard)).WaitAsync(TillScript.Timeout, cancellationToken);

    /// <summary>The epochs of all shards, by shard; null for those that are closed.</summary>
    public Task<string?[]> ReadAllAsync(CancellationToken cancellationToken = default) =>
        Task.WhenAll(Enumerable.Range(0, TillKeys.Shards).Select(shard => ReadAsync(shard, cancellationToken)));

    /// <summary>Lets all open shards stay open for <see cref="TillLifetimes.Open"/> from now.</summary>
    public Task RenewAsync(CancellationToken cancellationToken = default) =>
        Task.WhenAll(Enumerable.Range(0, TillKeys.Shards).Select(shard => Redis.KeyExpireAsync(TillKeys.Open(shard), TillLifetimes.Open)))
            .WaitAsync(TillScript.Timeout, cancellationToken);

    /// <summary>Stops a shard from admitting, unless it was opened under another epoch since.</summary>
    /// <returns>Whether it was open as <paramref name="epoch"/>.</returns>
    public async Task<bool> CloseAsync(int shard, string epoch, CancellationToken cancellationToken = default) =>
        (long)await Close.RunAsync(redis, [TillKeys.Open(shard)], [epoch], cancellationToken: cancellationToken) == 1;
}
