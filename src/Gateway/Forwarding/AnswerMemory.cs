using System.Threading.RateLimiting;
using Microsoft.Extensions.Options;

namespace Platform.Gateway.Forwarding;

/// <summary>
/// What large whole answers may take together. One that becomes large waits for its share, and its upstream with it, because it is not read
/// on: an answer that was asked for and is paid is not thrown away while there may be room for it soon.
/// </summary>
/// <param name="collect">Gives back what conversions have left on the heap; null for the collector's own way.</param>
internal sealed class AnswerMemory(IOptions<ForwardingOptions> options, Action? collect = null) : IDisposable
{
    /// <summary>An answer of up to so many bytes does not wait.</summary>
    public const int SmallAnswer = 1024 * 1024;

    private const int BytesPerPermit = 64 * 1024;

    private readonly int permits = Permits(options.Value.MaxAnswerBytesInAll);
    private readonly TimeSpan timeout = options.Value.IdleTimeout / 2;
    private readonly ConcurrencyLimiter limiter = new(
        new ConcurrencyLimiterOptions { PermitLimit = Permits(options.Value.MaxAnswerBytesInAll), QueueLimit = int.MaxValue }
    );

    private readonly Lock gate = new();
    private List<RateLimitLease> uncollected = [];
    private long uncollectedBytes;

    /// <summary>What all may take together, in bytes.</summary>
    public long All => options.Value.MaxAnswerBytesInAll;

    /// <summary>What is free now, or will be when it is asked for, in bytes.</summary>
    public long Free => limiter.GetStatistics()!.CurrentAvailablePermits * (long)BytesPerPermit + Interlocked.Read(ref uncollectedBytes);

    /// <summary>
    /// A share, which is returned when it is disposed; null when there was none in time. That of a conversion is in force until what it has
    /// left is collected, which happens when somebody needs it.
    /// </summary>
    /// <exception cref="OperationCanceledException">By the token given.</exception>
    public async ValueTask<IDisposable?> TakeAsync(long bytes, bool isConverted, CancellationToken cancellationToken)
    {
        using var patient = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patient.CancelAfter(timeout);
        try
        {
            var count = Math.Min(Permits(bytes), permits);
            var waiting = limiter.AcquireAsync(count, patient.Token);
            // Only now: what is returned from here on is returned to one that waits.
            if (!waiting.IsCompleted)
                Collect();
            return Share(await waiting, count, isConverted);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }

    /// <summary>
    /// A further share; null where there is none now. Nobody waits for it: two that have a share and wait for more would wait for each other.
    /// </summary>
    public IDisposable? TakeMore(long bytes)
    {
        var lease = limiter.AttemptAcquire(Permits(bytes));
        if (!lease.IsAcquired && Collect())
            lease = limiter.AttemptAcquire(Permits(bytes));
        return lease.IsAcquired ? Share(lease, Permits(bytes), isConverted: true) : null;
    }

    public void Dispose() => limiter.Dispose();

    private IDisposable Share(RateLimitLease lease, int count, bool isConverted) =>
        isConverted ? new ConversionShare(this, lease, (long)count * BytesPerPermit) : lease;

    private void Keep(RateLimitLease lease, long bytes)
    {
        lock (gate)
        {
            uncollected.Add(lease);
            uncollectedBytes += bytes;
        }

        if (limiter.GetStatistics()!.CurrentQueuedCount > 0)
            Collect();
    }

    /// <returns>Whether there was anything.</returns>
    private bool Collect()
    {
        List<RateLimitLease> leases;
        lock (gate)
        {
            (leases, uncollected) = (uncollected, []);
            uncollectedBytes = 0;
        }

        if (leases.Count == 0)
            return false;
        if (collect is null)
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive);
        else
            collect();
        foreach (var lease in leases)
            lease.Dispose();
        return true;
    }

    private sealed class ConversionShare(AnswerMemory memory, RateLimitLease lease, long bytes) : IDisposable
    {
        private RateLimitLease? held = lease;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref held, null) is { } mine)
                memory.Keep(mine, bytes);
        }
    }

    private static int Permits(long bytes) => (int)Math.Min(int.MaxValue, (bytes + BytesPerPermit - 1) / BytesPerPermit);
}
