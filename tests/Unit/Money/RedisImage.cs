using StackExchange.Redis;

namespace Platform.Tests.Unit.MoneyCore;

/// <summary>All keys of a Redis as they were, to go back to.</summary>
internal sealed class RedisImage(IConnectionMultiplexer redis)
{
    private readonly Dictionary<string, byte[]> values = [];

    public async Task TakeAsync()
    {
        values.Clear();
        foreach (var key in ((RedisResult[])(await redis.GetDatabase().ExecuteAsync("KEYS", "*"))!).Select(key => (string)key!))
        {
            // A rate lives for milliseconds, and may be over since it was listed.
            if (await redis.GetDatabase().KeyDumpAsync(key) is { } value)
                values[key] = value;
        }
    }

    public async Task PutBackAsync()
    {
        await redis.GetDatabase().ExecuteAsync("FLUSHALL");
        foreach (var (key, value) in values)
            await redis.GetDatabase().KeyRestoreAsync(key, value);
    }
}
