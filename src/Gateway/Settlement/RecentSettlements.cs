using Platform.Till;

namespace Platform.Gateway.Settlement;

/// <param name="Number">Its place in the order in which they were kept.</param>
internal sealed record RecentSettlement(long Number, PendingSettlement Settlement);

/// <summary>
/// The settlements of the last minutes, because Redis may lose what it has taken: each with the epoch of the till that has it. They are in
/// memory and bounded by time and number, so a gateway that dies together with Redis is not covered. They are kept as bytes in a few large
/// pages (some 40 MB when full): the garbage collector would move each object that outlives its request.
/// </summary>
internal sealed class RecentSettlements(TimeProvider time)
{
    private const int MaxCount = 50_000;
    private const int PageLength = 1 << 20;
    private static readonly TimeSpan Retention = TimeSpan.FromMinutes(10);

    private readonly Lock gate = new();
    private readonly Kept[] ring = new Kept[MaxCount];
    private readonly Stack<byte[]> spare = new();
    private long oldest,
        next;
    private byte[] page = [];
    private int written;
    private string last = "";

    /// <summary>Keeps a settlement; where there are too many, drops the oldest.</summary>
    public void Keep(PendingSettlement settlement, string epoch)
    {
        lock (gate)
        {
            if (next - oldest == MaxCount)
                Drop();
            var start = Write(settlement.Usage);
            ring[next++ % MaxCount] = new Kept(
                TillKeys.ShardOf(settlement.AccountId),
                Known(epoch),
                time.GetTimestamp(),
                page,
                start,
                settlement.Usage.Length
            );
        }
    }

    /// <summary>The settlements of a shard that are in another epoch of the till than <paramref name="epoch"/>.</summary>
    public IReadOnlyList<RecentSettlement> Elsewhere(int shard, string epoch)
    {
        var found = new List<(long Number, byte[] Usage)>();
        lock (gate)
        {
            for (var number = oldest; number < next; number++)
                if (ring[number % MaxCount] is var kept && kept.Shard == shard && kept.Epoch != epoch)
                    found.Add((number, kept.Usage.ToArray()));
        }

        return [.. found.Select(entry => new RecentSettlement(entry.Number, PendingSettlement.Parse(entry.Usage)))];
    }

    /// <summary>Records that it was settled again, in another epoch.</summary>
    public void Move(RecentSettlement moved, string epoch)
    {
        lock (gate)
        {
            if (moved.Number >= oldest)
                ring[moved.Number % MaxCount] = ring[moved.Number % MaxCount] with { Epoch = Known(epoch) };
        }
    }

    /// <summary>Drops the settlements that are older than the retention.</summary>
    public void DropExpired()
    {
        lock (gate)
        {
            while (oldest < next && time.GetElapsedTime(ring[oldest % MaxCount].At) > Retention)
                Drop();
        }
    }

    /// <returns>Where it begins in the page.</returns>
    private int Write(byte[] usage)
    {
        if (usage.Length > page.Length - written)
            (page, written) = (
                spare.Count > 0 && usage.Length <= PageLength ? spare.Pop() : new byte[Math.Max(PageLength, usage.Length)],
                0
            );
        usage.CopyTo(page, written);
        written += usage.Length;
        return written - usage.Length;
    }

    private void Drop()
    {
        var gone = ring[oldest % MaxCount].Page;
        ring[oldest++ % MaxCount] = default;
        var inUse = oldest < next ? ring[oldest % MaxCount].Page : page;
        if (gone != inUse && gone.Length == PageLength)
            spare.Push(gone);
    }

    /// <summary>Reuses the last string: epochs are few, but every answer brings a new string.</summary>
    private string Known(string epoch) => last = epoch == last ? last : epoch;

    private readonly record struct Kept(int Shard, string Epoch, long At, byte[] Page, int Start, int Length)
    {
        public ReadOnlySpan<byte> Usage => Page.AsSpan(Start, Length);
    }
}
