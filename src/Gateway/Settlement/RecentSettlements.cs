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

    private readonly ConcurrentDictionary<string, (PendingSettlement Settlement, string Epoch, long At)> kept = new();

    public void Keep(PendingSettlement settlement, string epoch)
    {
        var now = time.GetTimestamp();
        kept.AddOrUpdate(settlement.RequestId, (settlement, epoch, now), (_, before) => before with { Epoch = epoch });
    }

    /// <summary>Those of a shard that are not in the till of this epoch.</summary>
    public IReadOnlyList<PendingSettlement> Elsewhere(int shard, string epoch) => [.. kept.Values
        .Where(entry => entry.Epoch != epoch && TillKeys.ShardOf(entry.Settlement.AccountId) == shard).Select(entry => entry.Settlement)];

    /// <summary>Drops what is too old, and the oldest of what is too much.</summary>
    public void Forget()
    {
        foreach (var (id, entry) in kept)
            if (time.GetElapsedTime(entry.At) > Memory)
                kept.TryRemove(id, out _);
        if (kept.Count > Most)
            foreach (var (id, _) in kept.OrderBy(entry => entry.Value.At).Take(kept.Count - Most))
                kept.TryRemove(id, out _);
    }
}
