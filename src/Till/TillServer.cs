using StackExchange.Redis;

namespace Platform.Till;

/// <summary>What the till's callers need from the Redis server itself.</summary>
public static class TillServer
{
    /// <summary>
    /// Identifies the running Redis: each start has another id, and may have lost data of the run before it. For a cluster, the ids of all
    /// servers that keep a shard.
    /// </summary>
    /// <exception cref="InvalidOperationException">No server is known for a shard, because Redis is not reachable.</exception>
    public static async Task<string> RunIdAsync(this IConnectionMultiplexer redis)
    {
        // A cluster of one has two names, the configured one and its own, and is one run all the same.
        var servers = Enumerable
            .Range(0, TillKeys.Shards)
            .Select(shard => redis.GetServer((RedisKey)TillKeys.Open(shard)))
            .DistinctBy(server => server.EndPoint);
        return string.Join(' ', (await Task.WhenAll(servers.Select(RunIdAsync))).Distinct());
    }

    /// <summary>The time of Redis, in milliseconds since 1970: the clock by which holds expire.</summary>
    public static async Task<long> NowAsync(this IConnectionMultiplexer redis, CancellationToken cancellationToken)
    {
        var time = await redis.GetServer((RedisKey)TillKeys.Open(0)).TimeAsync().WaitAsync(TillScript.Timeout, cancellationToken);
        return new DateTimeOffset(time).ToUnixTimeMilliseconds();
    }

    private static async Task<string> RunIdAsync(IServer server) =>
        (await server.InfoAsync("server")).SelectMany(section => section).Single(line => line.Key == "run_id").Value;
}
