using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using Platform.Gateway.Billing;
using Platform.Till;
using StackExchange.Redis;

namespace Platform.Gateway.Admission;

/// <summary>
/// The holds of the requests that this gateway is running or about to settle. They are renewed while the request runs, and restored in a
/// till that has lost them.
/// </summary>
internal sealed class ActiveHolds(Holds till, HoldExtension extension, IOptions<AdmissionOptions> options, TimeProvider time)
{
    /// <summary>The age at which a hold is renewed, so that two renewals may fail before it expires.</summary>
    private readonly TimeSpan renewalAge = options.Value.HoldLifetime / 3;

    private readonly ConcurrentDictionary<string, ActiveHold> active = new();

    /// <summary>The number of holds that are not settled yet.</summary>
    public int Count => active.Count;

    public void Begin(ActiveHold hold) => active[hold.Subject.RequestId] = hold;

    /// <summary>Called when the request is settled, or its settlement is in the journal.</summary>
    public void End(string requestId) => active.TryRemove(requestId, out _);

    /// <summary>
    /// Renews the holds that have lived for a third of their lifetime. A renewal that fails is due again at the next call.
    /// </summary>
    /// <exception cref="RedisException">Some may not have been renewed.</exception>
    /// <exception cref="TimeoutException">Some may not have been renewed.</exception>
    public Task RenewAsync() =>
        Task.WhenAll(active.Values.Where(hold => time.GetElapsedTime(hold.RenewedAt) > renewalAge).Select(extension.RenewAsync));

    /// <summary>Places the holds of a shard again where they are missing. A request that ends meanwhile is left as it ended.</summary>
    /// <exception cref="RedisException">Some may still be missing.</exception>
    /// <exception cref="TimeoutException">Some may still be missing.</exception>
    public Task RestoreAsync(int shard) =>
        Task.WhenAll(
            active
                .Values.Where(hold => TillKeys.ShardOf(hold.Subject.Owner.AccountId) == shard)
                .Select(hold => till.RestoreAsync(hold.Subject.RequestId, Describe(hold), options.Value.HoldLifetime))
        );

    private static Hold Describe(ActiveHold hold) => new(hold.Amount, hold.PlacedAt, hold.Subject.Owner, hold.Marks);
}
