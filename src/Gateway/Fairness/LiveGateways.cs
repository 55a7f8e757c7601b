using System.Globalization;
using Platform.Gateway.Kept;
using Platform.ServiceDefaults;
using StackExchange.Redis;

namespace Platform.Gateway.Fairness;

/// <summary>
/// How many gateways run: each says so every few seconds. Where Redis does not answer, the last number stays.
/// </summary>
internal sealed partial class LiveGateways(
    [FromKeyedServices(KeptStore.Connection)] IConnectionMultiplexer redis,
    TimeProvider time,
    ILogger<LiveGateways> log
) : RepeatingService(time, log)
{
    private const string Key = "gateways";
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(3),
        Lifetime = TimeSpan.FromSeconds(15),
        Timeout = TimeSpan.FromSeconds(2);

    private static readonly string Alive = ReadScript();

    private readonly string id = Guid.CreateVersion7().ToString("N");
    private int count = 1;

    /// <summary>This one included.</summary>
    public int Count => Volatile.Read(ref count);

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        try
        {
            await redis.GetDatabase().SortedSetRemoveAsync(Key, id).WaitAsync(Timeout, cancellationToken);
        }
        catch (Exception e) when (e is RedisException or TimeoutException or OperationCanceledException)
        {
            // It is forgotten by itself.
        }
    }

    protected override async Task<TimeSpan> TurnAsync(CancellationToken cancellationToken)
    {
        var answer = await redis
            .GetDatabase()
            .ScriptEvaluateAsync(Alive, [Key], [id, Lifetime.TotalSeconds.ToString(CultureInfo.InvariantCulture)])
            .WaitAsync(Timeout, cancellationToken);
        Volatile.Write(ref count, Math.Max(1, (int)answer));
        return Interval;
    }

    protected override TimeSpan RetryPause(int failures) => Interval;

    protected override void LogFailure(Exception exception, int failures)
    {
        if (failures == 0)
            LogNotHeard(Log, Count, exception);
    }

    private static string ReadScript()
    {
        using var stream = typeof(LiveGateways).Assembly.GetManifestResourceStream("alive.lua")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "The Redis of kept things does not say how many gateways run; limits of upstreams are shared among {Count} as before"
    )]
    private static partial void LogNotHeard(ILogger log, int count, Exception exception);
}
