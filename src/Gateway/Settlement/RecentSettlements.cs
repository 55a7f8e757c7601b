using Platform.Contracts;

namespace Platform.Gateway.Settlement;

/// <param name="Number">Its place in the order in which they were kept.</param>
internal sealed record RecentSettlement(long Number, PendingSettlement Settlement);

/// <summary>
/// What this gateway settled lately, because Redis may lose what it has taken: each settlement with the epoch of the till it is in.
/// They are in memory and bounded by time and number, so a gateway that dies together with Redis is not covered. Kept as bytes in a
/// few large pages (some 40 MB when full): as objects that outlive their request they would all be moved by the garbage collector.
/// </summary>
internal sealed class RecentSettlements(TimeProvider time)
{
    private const int Most = 50_000;
    private const int PageLength = 1 << 20;
    private static readonly TimeSpan Memory = TimeSpan.FromMinutes(10);

    private readonly Lock gate = new();
    private readonly Kept[] ring = new Kept[Most];
    private readonly Stack<byte[]> spare = new();
    private long oldest, next;
    private byte[] page = [];
    private int written;
    private string last = "";

    /// <summary>The oldest makes room for it where there are too many.</summary>
    public void Keep(PendingSettlement settlement, string epoch)
    {
        lock (gate)
        {
            if (next - oldest == Most)
                Drop();
            var start = Write(settlement.Usage);
            ring[next++ % Most] = new Kept(TillKeys.ShardOf(settlement.AccountId), Known(epoch), time.GetTimestamp(), page, start, settlement.Usage.Length);
        }
    }

    /// <summary>Those of a shard that are not in the till of this epoch.</summary>
    public IReadOnlyList<RecentSettlement> Elsewhere(int shard, string epoch)
    {
        var found = new List<(long Number, byte[] Usage)>();
        lock (gate)
        {
            for (var number = oldest; number < next; number++)
                if (ring[number % Most] is var kept && kept.Shard == shard && kept.Epoch != epoch)
                    found.Add((number, kept.Usage.ToArray()));
        }

        return [.. found.Select(entry => new RecentSettlement(entry.Number, PendingSettlement.Of(entry.Usage)))];
    }

    /// <summary>It was settled again.</summary>
    public void Move(RecentSettlement moved, string epoch)
    {
        lock (gate)
        {
            if (moved.Number >= oldest)
                ring[moved.Number % Most] = ring[moved.Number % Most] with { Epoch = Known(epoch) };
        }
    }

    /// <summary>Drops what is too old.</summary>
    public void Forget()
    {
        lock (gate)
        {
            while (oldest < next && time.GetElapsedTime(ring[oldest % Most].At) > Memory)
                Drop();
        }
    }

    /// <returns>Where it begins in the page.</returns>
    private int Write(byte[] usage)
    {
        if (usage.Length > page.Length - written)
            (page, written) = (spare.Count > 0 && usage.Length <= PageLength ? spare.Pop() : new byte[Math.Max(PageLength, usage.Length)], 0);
        usage.CopyTo(page, written);
        written += usage.Length;
        return written - usage.Length;
    }

    private void Drop()
    {
        var gone = ring[oldest % Most].Page;
        ring[oldest++ % Most] = default;
        var inUse = oldest < next ? ring[oldest % Most].Page : page;
        if (gone != inUse && gone.Length == PageLength)
            spare.Push(gone);
    }

    /// <summary>Epochs are few, and every answer brings a string of its own.</summary>
    private string Known(string epoch) => last = epoch == last ? last : epoch;

    private readonly record struct Kept(int Shard, string Epoch, long At, byte[] Page, int Start, int Length)
    {
        public ReadOnlySpan<byte> Usage => Page.AsSpan(Start, Length);
    }
}
