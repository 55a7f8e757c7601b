using StackExchange.Redis;

namespace Platform.Gateway.Kept;

/// <summary>
/// Keeps what callers may ask for again: the answers of requests with an <c>Idempotency-Key</c>, and conversations. It lies in a Redis of
/// its own, compressed, within a budget for each account; the memory of that Redis bounds all together. The oldest goes first. So whoever
/// asks for much to be kept loses what they asked for before, and never crowds out the till.
/// </summary>
internal sealed class KeptStore([FromKeyedServices(KeptStore.Connection)] IConnectionMultiplexer redis)
{
    /// <summary>The name of the connection string, of the service and of the resource.</summary>
    public const string Connection = "kept";

    /// <summary>Bounds the wait for a paused Redis, which would delay the settlement too.</summary>
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(3);

    private static readonly string Keep = ReadScript("keep.lua"),
        Forget = ReadScript("forget.lua");

    /// <summary>Keeps the content under a name; what was kept under that name before is replaced.</summary>
    /// <returns>False where the budget does not allow it alone.</returns>
    /// <exception cref="RedisException">It may not have been kept.</exception>
    /// <exception cref="TimeoutException">It may not have been kept.</exception>
    public async Task<bool> KeepAsync(KeptKind kind, Guid account, string name, ReadOnlyMemory<byte> content)
    {
        var place = Place(kind, account);
        var kept = await redis
            .GetDatabase()
            .ScriptEvaluateAsync(
                Keep,
                [place + "order", place + "sizes", Item(place, name)],
                [name, Compression.Compress(content.Span), (long)kind.Lifetime.TotalMilliseconds, kind.AccountBytes, Item(place, "")]
            )
            .WaitAsync(Timeout);
        return (bool)kept;
    }

    /// <summary>What was kept under the name; null when it expired, made room for newer ones, or never was.</summary>
    /// <exception cref="RedisException">Redis is not reachable.</exception>
    /// <exception cref="TimeoutException">Redis did not answer in time.</exception>
    public async Task<byte[]?> FindAsync(KeptKind kind, Guid account, string name)
    {
        byte[]? kept = await redis.GetDatabase().StringGetAsync(Item(Place(kind, account), name)).WaitAsync(Timeout);
        return kept is null ? null : Compression.Decompress(kept);
    }

    /// <summary>False when nothing was kept under the name.</summary>
    /// <exception cref="RedisException">It may still be kept.</exception>
    /// <exception cref="TimeoutException">It may still be kept.</exception>
    public async Task<bool> DeleteAsync(KeptKind kind, Guid account, string name)
    {
        var place = Place(kind, account);
        var deleted = await redis
            .GetDatabase()
            .ScriptEvaluateAsync(Forget, [place + "order", place + "sizes", Item(place, name)], [name])
            .WaitAsync(Timeout);
        return (bool)deleted;
    }

    /// <summary>All keys of an account carry one hash tag, so that the script may touch them together on a cluster too.</summary>
    private static string Place(KeptKind kind, Guid account) => $"{{kept:{account:N}}}:{kind.Name}:";

    private static string Item(string place, string name) => $"{place}item:{name}";

    private static string ReadScript(string name)
    {
        using var reader = new StreamReader(typeof(KeptStore).Assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }
}
