using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using Platform.Contracts;
using Platform.Gateway.Journey;
using StackExchange.Redis;

namespace Platform.Gateway.Admission;

/// <summary>The requests this gateway has running, so that a till that lost their holds can be told of them again.</summary>
public sealed class LiveLeases(IConnectionMultiplexer redis, IOptions<AdmissionOptions> options)
{
    private static readonly TillScript Script = new("rehold.lua");

    private readonly ConcurrentDictionary<string, (Call Call, Lease Lease)> live = new();

    public void Begin(Call call, Lease lease) => live[call.RequestId] = (call, lease);

    /// <summary>When it is settled, or its settlement is in the journal.</summary>
    public void End(Call call) => live.TryRemove(call.RequestId, out _);

    /// <summary>Places the holds of a shard again where they are missing. A request that ends meanwhile is left as it ended.</summary>
    /// <exception cref="RedisException">Some may be missing still.</exception>
    /// <exception cref="TimeoutException">Some may be missing still.</exception>
    public Task ReholdAsync(int shard) => Task.WhenAll(live.Values
        .Where(entry => TillKeys.ShardOf(entry.Call.Key!.AccountId) == shard).Select(entry => PlaceAsync(shard, entry.Call, entry.Lease)));

    private Task<RedisResult> PlaceAsync(int shard, Call call, Lease lease)
    {
        var key = call.Key!;
        return Script.RunAsync(
            redis,
            [
                TillKeys.Account(key.AccountId), TillKeys.Budget(key.AccountId, key.BudgetId), TillKeys.Hold(shard, call.RequestId), TillKeys.Holds(shard),
            ],
            [
                call.RequestId, lease.Hold.NanoUsd, (long)options.Value.HoldLifetime.TotalMilliseconds, key.AccountId.ToString("N"), key.BudgetId, key.Id,
                call.Model!.Id, call.Http.Request.Path.Value, call.StartedAt.ToUnixTimeMilliseconds(),
            ]);
    }
}
