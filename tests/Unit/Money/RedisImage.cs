using Platform.Till;
using StackExchange.Redis;

namespace Platform.Tests.Unit.MoneyCore;

/// <summary>All keys of a Redis as they were, to go back to.</summary>
internal sealed class RedisImage(IConnectionMultiplexer redis)
{
    private readonly Dictionary<RedisKey, byte[]> values = [];

    /// <summary>By key, because a cluster of one has two names.</summary>
    private IServer Server => redis.GetServer((RedisKey)TillKeys.Open(Payer.Shard));

    public async Task TakeAsync()
    {
        values.Clear();
        await foreach (var key in Server.KeysAsync())
        {
            // A rate lives for milliseconds, and may be over since it was listed.
            if (await redis.GetDatabase().KeyDumpAsync(key) is { } value)
                values[key] = value;
        }
    }

    public Task FlushAsync() => Server.FlushAllDatabasesAsync();

    public async Task PutBackAsync()
    {
        await FlushAsync();
        foreach (var (key, value) in values)
            await redis.GetDatabase().KeyRestoreAsync(key, value);
    }
}
