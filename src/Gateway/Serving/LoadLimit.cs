using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;
using Platform.Gateway.Errors;

namespace Platform.Gateway.Serving;

/// <summary>
/// Sheds load before anything is done for a request: as many may be under way as the settings say, and none begins while there is little
/// memory left. It costs two additions and a look at a flag. A gateway that sheds load is degraded and stays ready: where a balancer took
/// it away, its share would make the others full too.
/// </summary>
internal sealed class LoadLimit(IOptions<ServerOptions> options, MemoryGauge memory) : IHealthCheck
{
    private readonly int limit = options.Value.MaxRequests;
    private int running;

    public int Running => Volatile.Read(ref running);

    /// <summary>Null where the request may begin, which then ends by <see cref="Leave"/>.</summary>
    public ApiError? TryEnter()
    {
        if (memory.IsFull)
            return ApiErrors.GatewayFull();
        if (Interlocked.Increment(ref running) <= limit)
            return null;
        Leave();
        return ApiErrors.GatewayFull();
    }

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(
            memory.IsFull ? HealthCheckResult.Degraded("Nearly all memory is used. New requests are refused.")
            : Running >= limit ? HealthCheckResult.Degraded($"{limit} requests are under way. New ones are refused.")
            : HealthCheckResult.Healthy()
        );

    public void Leave() => Interlocked.Decrement(ref running);
}
