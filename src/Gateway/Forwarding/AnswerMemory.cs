using System.Threading.RateLimiting;
using Microsoft.Extensions.Options;

namespace Platform.Gateway.Forwarding;

/// <summary>
/// What large whole answers may take together. One that becomes large waits for its share, and its upstream with it, because it is not read
/// on: an answer that was asked for and is paid is not thrown away while there may be room for it soon.
/// </summary>
internal sealed class AnswerMemory(IOptions<ForwardingOptions> options) : IDisposable
{
    /// <summary>An answer of up to so many bytes does not wait.</summary>
    public const int SmallAnswer = 1024 * 1024;

    private const int BytesPerPermit = 64 * 1024;

    private readonly int permits = Permits(options.Value.MaxAnswerBytesInAll);
    private readonly TimeSpan timeout = options.Value.IdleTimeout / 2;
    private readonly ConcurrencyLimiter limiter = new(
        new ConcurrencyLimiterOptions { PermitLimit = Permits(options.Value.MaxAnswerBytesInAll), QueueLimit = int.MaxValue }
    );

    /// <summary>What is free now, in bytes.</summary>
    public long Free => limiter.GetStatistics()!.CurrentAvailablePermits * (long)BytesPerPermit;

    /// <summary>
    /// A share, which is returned when it is disposed; null when there was none in time. An answer larger than all memory has it alone.
    /// </summary>
    /// <exception cref="OperationCanceledException">By the token given.</exception>
    public async ValueTask<IDisposable?> TakeAsync(long bytes, CancellationToken cancellationToken)
    {
        using var patient = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patient.CancelAfter(timeout);
        try
        {
            return await limiter.AcquireAsync(Math.Min(Permits(bytes), permits), patient.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }

    public void Dispose() => limiter.Dispose();

    private static int Permits(long bytes) => (int)Math.Min(int.MaxValue, (bytes + BytesPerPermit - 1) / BytesPerPermit);
}
