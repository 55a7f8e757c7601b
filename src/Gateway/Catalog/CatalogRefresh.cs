using System.Net.Http.Headers;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Platform.Contracts;
using Platform.Gateway.Upstreams;
using Platform.ServiceDefaults;

namespace Platform.Gateway.Catalog;

/// <summary>
/// Asks Accounts each second whether the catalogue has changed, and puts a new one in force: models and upstreams in one step. So it does
/// when the gateway's own configuration was reloaded. While Accounts does not answer the last catalogue stays in force; without any the
/// gateway is not ready, and with upstreams that cannot be used it is degraded.
/// </summary>
internal sealed partial class CatalogRefresh(
    CatalogueClient catalogue,
    ModelCatalog catalog,
    UpstreamRegistry upstreams,
    UpstreamResolver resolver,
    TimeProvider time,
    ILogger<CatalogRefresh> log
) : RepeatingService(time, log), IHealthCheck
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan FirstInterval = TimeSpan.FromMilliseconds(250);

    private Catalogue? current;
    private EntityTagHeaderValue? tag;

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(
            !catalog.IsLoaded ? HealthCheckResult.Unhealthy("No model catalogue yet")
            : resolver.Problems is [_, ..] problems
                ? HealthCheckResult.Degraded(string.Join("; ", problems.Select(problem => problem.Text)))
            : HealthCheckResult.Healthy()
        );

    protected override async Task<TimeSpan> TurnAsync(CancellationToken cancellationToken)
    {
        // Before the call: a new secret is in force also while Accounts does not answer.
        if (current is { } known && resolver.IsStale)
            Apply(known);
        if (await catalogue.GetAsync(tag, cancellationToken) is { } changed)
        {
            Apply(changed.Catalogue);
            (current, tag) = changed;
        }

        return Interval;
    }

    private void Apply(Catalogue catalogue)
    {
        var set = resolver.Resolve(catalogue.Upstreams, upstreams.Current);
        upstreams.Replace(set);
        catalog.Replace(catalogue.Models, set);
    }

    protected override TimeSpan RetryPause(int failures) => catalog.IsLoaded ? Interval : FirstInterval;

    protected override void LogFailure(Exception exception, int failures)
    {
        if (failures == 0)
            LogUnavailable(Log, exception);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The model catalogue cannot be fetched; the last one stays in force")]
    private static partial void LogUnavailable(ILogger log, Exception exception);
}
