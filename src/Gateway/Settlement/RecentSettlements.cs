using System.Collections.Concurrent;
using Platform.Contracts;

namespace Platform.Gateway.Settlement;

/// <summary>
/// What this gateway settled lately, because Redis may lose what it has taken: each settlement with the epoch of the till it is in.
/// They are in memory and bounded by time and number, so a gateway that dies together with Redis is not covered.
/// </summary>
public sealed class RecentSettlements(TimeProvider time)
{
    private const int Most = 50_000;
    private static readonly TimeSpan Memory = TimeSpan.FromMinutes(10);

    private readonly ConcurrentDictionary<string, (PendingSettlement Settlement, string Epoch)> kept = new();
    private readonly ConcurrentQueue<(string RequestId, long At)> order = new();

    public void Keep(PendingSettlement settlement, string epoch)
    {
        if (kept.TryAdd(settlement.RequestId, (settlement, epoch)))
            order.Enqueue((settlement.RequestId, time.GetTimestamp()));
        else
            kept[settlement.RequestId] = (settlement, epoch);
    }

    /// <summary>Those of a shard that are not in the till of this epoch.</summary>
    public IReadOnlyList<PendingSettlement> Elsewhere(int shard, string epoch) => [.. kept.Values
        .Where(entry => entry.Epoch != epoch && TillKeys.ShardOf(entry.Settlement.AccountId) == shard).Select(entry => entry.Settlement)];

    /// <summary>Drops what is too old, and the oldest of what is too much. One caller at a time.</summary>
    public void Forget()
    {
        for (var excess = order.Count - Most; order.TryPeek(out var oldest) && (excess > 0 || time.GetElapsedTime(oldest.At) > Memory); excess--)
        {
            order.TryDequeue(out _);
            kept.TryRemove(oldest.RequestId, out _);
        }
    }
}
