using Microsoft.Extensions.Diagnostics.HealthChecks;
using Platform.ServiceDefaults;

namespace Platform.Gateway.Catalog;

/// <summary>
/// Fetches the catalogue from Accounts every few seconds. While Accounts does not answer the last one stays in force; without any the
/// gateway is not ready.
/// </summary>
internal sealed partial class CatalogRefresh(
    CatalogueClient catalogue,
    ModelCatalog catalog,
    TimeProvider time,
    ILogger<CatalogRefresh> log
) : RepeatingService(time, log), IHealthCheck
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan FirstInterval = TimeSpan.FromMilliseconds(250);

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(catalog.IsLoaded ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy("No model catalogue yet"));

    protected override async Task<TimeSpan> TurnAsync(CancellationToken cancellationToken)
    {
        catalog.Replace(await catalogue.GetAsync(cancellationToken));
        return Interval;
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
