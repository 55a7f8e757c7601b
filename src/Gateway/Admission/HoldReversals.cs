using System.Collections.Concurrent;
using Platform.Gateway.Billing;
using Platform.Till;
using StackExchange.Redis;

namespace Platform.Gateway.Admission;

/// <summary>
/// Voids admissions whose answer never arrived: Redis may have placed their hold, or may still place it. <see cref="AdmissionStep"/> adds
/// them, and <c>TillWatch</c> carries them out as soon as Redis answers again. Beyond the maximum, and when the gateway dies, their holds
/// expire instead.
/// </summary>
internal sealed class HoldReversals(Holds till)
{
    private const int MaxPending = 50_000;
    private const int Together = 100;

    private readonly ConcurrentDictionary<string, HoldOwner> pending = new();

    public void Add(HoldSubject subject)
    {
        if (pending.Count < MaxPending)
            pending[subject.RequestId] = subject.Owner;
    }

    /// <exception cref="RedisException">Some are still to be voided.</exception>
    /// <exception cref="TimeoutException">Some are still to be voided.</exception>
    public async Task CarryOutAsync()
    {
        foreach (var some in pending.ToArray().Chunk(Together))
            await Task.WhenAll(some.Select(entry => VoidAsync(entry.Key, entry.Value)));
    }

    private async Task VoidAsync(string requestId, HoldOwner owner)
    {
        await till.VoidAsync(owner.AccountId, owner.BudgetId, requestId);
        pending.TryRemove(requestId, out _);
    }
}
