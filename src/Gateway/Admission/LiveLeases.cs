using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using Platform.Contracts;
using Platform.Gateway.Billing;
using Platform.Till;
using StackExchange.Redis;

namespace Platform.Gateway.Admission;

/// <summary>
/// The requests this gateway has running or is about to settle: their holds are renewed as long as they run, and a till that lost them is told of them again.
/// </summary>
internal sealed class LiveLeases(IConnectionMultiplexer redis, Extender extender, IOptions<AdmissionOptions> options, TimeProvider time)
{
    private static readonly TillScript Script = new(typeof(LiveLeases), "rehold.lua");

    /// <summary>A request that lives longer than this has its hold renewed, so two renewals may fail before it expires.</summary>
    private readonly TimeSpan freshness = options.Value.HoldLifetime / 3;

    private readonly ConcurrentDictionary<string, ActiveHold> live = new();

    /// <summary>Those that are not settled yet.</summary>
    public int Count => live.Count;

    public void Begin(ActiveHold hold) => live[hold.Subject.RequestId] = hold;

    /// <summary>When it is settled, or its settlement is in the journal.</summary>
    public void End(string requestId) => live.TryRemove(requestId, out _);

    /// <summary>Renews the holds that have lived for a third of their lifetime. What fails is due again at the next call.</summary>
    /// <exception cref="RedisException">Some may not have been renewed.</exception>
    /// <exception cref="TimeoutException">Some may not have been renewed.</exception>
    public Task RenewAsync() => Task.WhenAll(live.Values
        .Where(hold => time.GetElapsedTime(hold.RenewedAt) > freshness).Select(extender.RenewAsync));

    /// <summary>Places the holds of a shard again where they are missing. A request that ends meanwhile is left as it ended.</summary>
    /// <exception cref="RedisException">Some may be missing still.</exception>
    /// <exception cref="TimeoutException">Some may be missing still.</exception>
    public Task ReholdAsync(int shard) => Task.WhenAll(live.Values
        .Where(hold => TillKeys.ShardOf(hold.Subject.Key.AccountId) == shard).Select(hold => PlaceAsync(shard, hold)));

    private Task<RedisResult> PlaceAsync(int shard, ActiveHold hold)
    {
        var (subject, key) = (hold.Subject, hold.Subject.Key);
        return Script.RunAsync(
            redis,
            [TillKeys.Hold(shard, subject.RequestId), TillKeys.Account(key.AccountId), TillKeys.Holds(shard)],
            [
                subject.RequestId, hold.Amount.NanoUsd, (long)options.Value.HoldLifetime.TotalMilliseconds, key.BudgetId, subject.StartedAt.ToUnixTimeMilliseconds(),
                TillKeys.HoldLines(key.AccountId, key.BudgetId, key.Id, subject.Endpoint, subject.ModelId),
            ]);
    }
}
