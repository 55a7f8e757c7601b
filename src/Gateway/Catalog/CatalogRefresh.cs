using Microsoft.Extensions.Diagnostics.HealthChecks;

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
) : BackgroundService, IHealthCheck
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan FirstInterval = TimeSpan.FromMilliseconds(250);

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(catalog.IsLoaded ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy("No model catalogue yet"));

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var failing = false;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                catalog.Replace(await catalogue.GetAsync(stoppingToken));
                failing = false;
            }
            catch (Exception e) when (e is not OperationCanceledException || !stoppingToken.IsCancellationRequested)
            {
                if (!failing)
                    LogUnavailable(log, e);
                failing = true;
            }

            await Task.Delay(catalog.IsLoaded ? Interval : FirstInterval, time, stoppingToken);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The model catalogue cannot be fetched; the last one stays in force")]
    private static partial void LogUnavailable(ILogger log, Exception exception);
}
