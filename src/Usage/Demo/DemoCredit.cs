using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;
using Platform.Contracts;
using Platform.ServiceDefaults;
using Platform.Usage.Payments.Purchases;

namespace Platform.Usage.Demo;

/// <summary>Gives the demo account its sandbox credit, once for each database. The service is not ready before that.</summary>
internal sealed class DemoCredit(
    PurchaseService purchases,
    IOptions<DemoOptions> options,
    SqlMigrations migrations,
    TimeProvider time,
    ILogger<DemoCredit> log
) : RepeatingService(migrations, time, log), IHealthCheck
{
    private const string PaymentId = "demo";

    private volatile bool given;

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(
            given || !options.Value.Enabled
                ? HealthCheckResult.Healthy()
                : HealthCheckResult.Unhealthy("The demo account has no credit yet")
        );

    protected override async Task<TimeSpan> TurnAsync(CancellationToken cancellationToken)
    {
        if (!options.Value.Enabled)
            return Timeout.InfiniteTimeSpan;
        // The result is ignored: a database that has the payment with another pack keeps it.
        await purchases.BuyAsync(DemoAccount.Id, new PurchaseRequest(PaymentId, options.Value.Pack), cancellationToken);
        given = true;
        return Timeout.InfiniteTimeSpan;
    }
}
