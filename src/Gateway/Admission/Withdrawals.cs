using System.Collections.Concurrent;
using Platform.Contracts;
using Platform.Gateway.Billing;
using Platform.Till;
using StackExchange.Redis;

namespace Platform.Gateway.Admission;

/// <summary>
/// Admissions whose answer never came: Redis may have placed a hold, or may yet. They are taken back as soon as it answers again. Those
/// that do not fit into the memory, and those of a gateway that dies, expire by themselves.
/// </summary>
internal sealed class Withdrawals(IConnectionMultiplexer redis)
{
    private const int Most = 50_000;

    /// <summary>How long a script may be on its way at most, in seconds.</summary>
    private const int MarkSeconds = 3_600;

    private static readonly TillScript Script = new(typeof(Withdrawals), "withdraw.lua");

    private readonly ConcurrentDictionary<string, KeyFacts> pending = new();

    public void Remember(HoldSubject subject)
    {
        if (pending.Count < Most)
            pending[subject.RequestId] = subject.Key;
    }

    /// <exception cref="RedisException">Some are still to be taken back.</exception>
    /// <exception cref="TimeoutException">Some are still to be taken back.</exception>
    public async Task CarryOutAsync()
    {
        foreach (var some in pending.ToArray().Chunk(100))
            await Task.WhenAll(some.Select(entry => CarryOutAsync(entry.Key, entry.Value)));
    }

    private async Task CarryOutAsync(string requestId, KeyFacts key)
    {
        var shard = TillKeys.ShardOf(key.AccountId);
        await Script.RunAsync(
            redis,
            [TillKeys.Hold(shard, requestId), TillKeys.Account(key.AccountId), TillKeys.Holds(shard)],
            [requestId, MarkSeconds, key.BudgetId]);
        pending.TryRemove(requestId, out _);
    }
}
