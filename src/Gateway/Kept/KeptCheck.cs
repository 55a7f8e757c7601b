using StackExchange.Redis;

namespace Platform.Gateway.Kept;

/// <summary>
/// Says once, after the start, where the Redis of kept things is not what it must be: bounded, evicting, and not the till's. It is the
/// operator's to set up, and nothing else would show it until the till is out of memory.
/// </summary>
internal sealed partial class KeptCheck(
    [FromKeyedServices(KeptStore.Connection)] IConnectionMultiplexer kept,
    IConnectionMultiplexer till,
    TimeProvider time,
    ILogger<KeptCheck> log
) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1),
        Timeout = TimeSpan.FromSeconds(3);

    /// <summary>What is wrong with how the two are set up; a sentence each.</summary>
    /// <exception cref="RedisException">One of them is not reachable.</exception>
    /// <exception cref="TimeoutException">One of them did not answer in time.</exception>
    public static async Task<IReadOnlyList<string>> FindProblemsAsync(IConnectionMultiplexer kept, IConnectionMultiplexer till)
    {
        var (facts, tills) = (await FactsAsync(kept), await FactsAsync(till));
        List<string> problems = [];
        if (facts.GetValueOrDefault("run_id") == tills.GetValueOrDefault("run_id"))
            problems.Add(
                "ConnectionStrings:Kept and ConnectionStrings:Redis name the same server: what callers have kept crowds out the till"
            );
        if (facts.GetValueOrDefault("maxmemory") == "0")
            problems.Add("The Redis of kept things has no maxmemory: it grows with what callers have kept");
        else if (facts.GetValueOrDefault("maxmemory_policy") is not "allkeys-lru" and not "allkeys-lfu")
            problems.Add(
                "The Redis of kept things does not evict by use (maxmemory-policy allkeys-lru): when it is full nothing new is kept"
            );
        return problems;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pause, time);
        do
        {
            try
            {
                foreach (var problem in await FindProblemsAsync(kept, till))
                    LogProblem(log, problem);
                return;
            }
            catch (Exception e) when (e is RedisException or TimeoutException or InvalidOperationException)
            {
                // It is not reachable yet, or does not say.
            }
        } while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private static async Task<Dictionary<string, string>> FactsAsync(IConnectionMultiplexer redis)
    {
        var server = redis.GetServers().First(server => server.IsConnected && !server.IsReplica);
        var facts = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var section in (string[])["server", "memory"])
        foreach (var line in (await server.InfoAsync(section).WaitAsync(Timeout)).SelectMany(lines => lines))
            facts[line.Key] = line.Value;
        return facts;
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "{Problem}")]
    private static partial void LogProblem(ILogger log, string problem);
}
