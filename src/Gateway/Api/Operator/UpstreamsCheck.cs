using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Platform.Gateway.Api.Operator;

/// <summary>
/// Degraded while an upstream or a credential is down, with their names for whoever may read them. Never unhealthy: the gateway is ready,
/// and another route may answer.
/// </summary>
internal sealed class UpstreamsCheck(SoldUpstreams upstreams) : IHealthCheck
{
    public const string Name = "upstreams";

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(
            string.Join("; ", upstreams.Down()) is { Length: > 0 } down
                ? HealthCheckResult.Degraded(down)
                : HealthCheckResult.Healthy("Every upstream and credential is up")
        );
}
