using Platform.Contracts;
using StackExchange.Redis;

namespace Platform.Till;

/// <summary>Tells one run of Redis from the next, which may have begun with less than the last one knew.</summary>
public static class TillRun
{
    /// <summary>What names the running Redis: each start makes another. Of a cluster it is the runs of all servers that keep a shard.</summary>
    /// <exception cref="InvalidOperationException">No server is known for a shard, because Redis is away.</exception>
    public static async Task<string> RunIdAsync(this IConnectionMultiplexer redis)
    {
        // A cluster of one has two names, that which was configured and its own, and is one run all the same.
        var servers = Enumerable.Range(0, TillKeys.Shards).Select(shard => redis.GetServer((RedisKey)TillKeys.Open(shard))).DistinctBy(server => server.EndPoint);
        return string.Join(' ', (await Task.WhenAll(servers.Select(RunIdAsync))).Distinct());
    }

    private static async Task<string> RunIdAsync(IServer server) =>
        (await server.InfoAsync("server")).SelectMany(section => section).Single(line => line.Key == "run_id").Value;
}
