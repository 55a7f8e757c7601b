using System.Text.Json;
using System.Text.Json.Serialization;
using Platform.Gateway.Kept;
using Platform.ServiceDefaults;
using StackExchange.Redis;

namespace Platform.Gateway.Health;

/// <summary>
/// Tells the other gateways what changes, and learns it from them: a hash in the Redis of kept things, a message at each change, and a look
/// each second. No request waits for it. Where that Redis is away or has lost the hash each gateway goes by what it knows, and writes it
/// again.
/// </summary>
internal sealed partial class HealthExchange(
    [FromKeyedServices(KeptStore.Connection)] IConnectionMultiplexer redis,
    HealthBoard board,
    HealthLog changes,
    TimeProvider time,
    ILogger<HealthExchange> log
) : RepeatingService(time, log)
{
    public const string Key = "{health}:records";
    private const string Claims = "{health}:probe:";

    private static readonly RedisChannel Channel = RedisChannel.Literal("health:changed");

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1),
        Timeout = TimeSpan.FromSeconds(1),
        Lifetime = TimeSpan.FromDays(7);

    private static readonly JsonSerializerOptions Json = new() { Converters = { new JsonStringEnumConverter<HealthState>() } };

    private static readonly string Write = ReadScript("health.lua");

    private readonly string node = Guid.CreateVersion7().ToString("N");
    private bool isListening;

    /// <summary>Whether this gateway may try something that is down. Where Redis does not say, it may: each gateway goes by itself.</summary>
    public async Task<bool> TryClaimAsync(Tracked tracked, TimeSpan turn)
    {
        try
        {
            return await redis.GetDatabase().StringSetAsync(Claims + tracked.Key, node, turn, When.NotExists).WaitAsync(Timeout);
        }
        catch (Exception e) when (e is RedisException or TimeoutException)
        {
            return true;
        }
    }

    /// <summary>One exchange in both directions.</summary>
    public async Task SyncAsync()
    {
        var now = Time.GetUtcNow();
        board.Forget(now);
        var theirs = await ReadAsync();
        List<RedisValue> forgotten = [];
        foreach (var (name, record) in theirs)
        {
            if (TrackedName.Parse(name) is not { } known)
                continue;
            if (known.Model is not null && ModelRest.IsForgotten(record, now))
                forgotten.Add(name);
            else if (board.Find(known)?.Adopt(record) is { } before)
                changes.Adopted(known, before, record);
        }

        // Where one of them has begun anew meanwhile, the gateway that knows it writes it again.
        if (forgotten.Count > 0)
            await redis.GetDatabase().HashDeleteAsync(Key, [.. forgotten]).WaitAsync(Timeout);

        foreach (var tracked in board.All)
        {
            if (tracked.Record is { Version: > 0 } mine && (!theirs.TryGetValue(tracked.Key, out var known) || mine.Beats(known)))
                await WriteAsync(tracked.Key, mine);
        }
    }

    protected override async Task<TimeSpan> TurnAsync(CancellationToken cancellationToken)
    {
        if (!isListening)
        {
            await redis.GetSubscriber().SubscribeAsync(Channel, (_, sender) => OnChanged(sender)).WaitAsync(Timeout, cancellationToken);
            isListening = true;
        }

        await SyncAsync();
        await board.WaitAsync(Interval, cancellationToken);
        return TimeSpan.Zero;
    }

    protected override void LogFailure(Exception exception, int failures)
    {
        if (failures == 0)
            LogAlone(Log, exception);
    }

    private void OnChanged(RedisValue sender)
    {
        if (sender != node)
            board.Signal();
    }

    private async Task<Dictionary<string, HealthRecord>> ReadAsync()
    {
        var found = new Dictionary<string, HealthRecord>(StringComparer.Ordinal);
        foreach (var entry in await redis.GetDatabase().HashGetAllAsync(Key).WaitAsync(Timeout))
        {
            if (Parse(entry.Value) is { } record)
                found[entry.Name!] = record;
        }

        return found;
    }

    /// <summary>Null for what a newer or older gateway writes differently: each then goes by what it knows.</summary>
    private static HealthRecord? Parse(RedisValue text)
    {
        try
        {
            return JsonSerializer.Deserialize<HealthRecord>((string)text!, Json);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Writes the record, if it still beats what is there, tells the others, and lets go of the claim that it ends.</summary>
    private async Task WriteAsync(string name, HealthRecord record) =>
        await redis
            .GetDatabase()
            .ScriptEvaluateAsync(
                Write,
                [Key, Claims + name],
                [name, JsonSerializer.Serialize(record, Json), (long)Lifetime.TotalSeconds, node, (RedisValue)"health:changed"]
            )
            .WaitAsync(Timeout);

    private static string ReadScript(string name)
    {
        using var reader = new StreamReader(typeof(HealthExchange).Assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "The health of upstreams is not shared with the other gateways: this one goes by what it sees itself until Redis answers"
    )]
    private static partial void LogAlone(ILogger log, Exception exception);
}
