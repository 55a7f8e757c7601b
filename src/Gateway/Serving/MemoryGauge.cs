using Microsoft.Extensions.Options;
using Platform.ServiceDefaults;

namespace Platform.Gateway.Serving;

/// <summary>
/// Whether the process uses nearly all the memory that it may use. What it uses is what the system counts, garbage included; so when it is
/// full, garbage is given back to the system first, and what is left decides.
/// </summary>
internal sealed class MemoryGauge : RepeatingService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250),
        BetweenCollections = TimeSpan.FromSeconds(5);

    private readonly Func<long> used;
    private readonly Action collect;
    private readonly long limit;
    private long? collectedAt;
    private bool isFull;

    public MemoryGauge(IOptions<ServerOptions> options, TimeProvider time, ILogger<MemoryGauge> log)
        : this(
            options,
            time,
            log,
            GC.GetGCMemoryInfo().TotalAvailableMemoryBytes,
            static () => Environment.WorkingSet,
            static () => GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive)
        ) { }

    /// <param name="available">What the process may use, in bytes.</param>
    /// <param name="used">What it uses.</param>
    /// <param name="collect">Gives back what it does not need.</param>
    internal MemoryGauge(
        IOptions<ServerOptions> options,
        TimeProvider time,
        ILogger<MemoryGauge> log,
        long available,
        Func<long> used,
        Action collect
    )
        : base(time, log)
    {
        (this.used, this.collect) = (used, collect);
        limit = available / 100 * options.Value.MaxMemoryPercent;
    }

    public bool IsFull => Volatile.Read(ref isFull);

    /// <summary>Looks how much is used now.</summary>
    public void Look()
    {
        var full = used() > limit;
        if (full && MayCollect())
        {
            collect();
            collectedAt = Time.GetTimestamp();
            full = used() > limit;
        }

        Volatile.Write(ref isFull, full);
    }

    protected override Task<TimeSpan> TurnAsync(CancellationToken cancellationToken)
    {
        Look();
        return Task.FromResult(Interval);
    }

    private bool MayCollect() => collectedAt is not { } before || Time.GetElapsedTime(before) >= BetweenCollections;
}
