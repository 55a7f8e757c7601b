using Microsoft.Extensions.Diagnostics.HealthChecks;
using Platform.Contracts;
using Platform.ServiceDefaults;
using Platform.Usage.Background;
using Platform.Usage.Payments;

namespace Platform.Usage.Demo;

/// <summary>Gives the demo account its sandbox credit, once in the life of a database. Readiness waits for it.</summary>
internal sealed class DemoCredit(Purchases purchases, string pack, SqlMigrations migrations, TimeProvider time, ILogger<DemoCredit> log)
    : RepeatingService(migrations, time, log), IHealthCheck
{
    private const string PaymentId = "demo";

    private volatile bool given;

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(given ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy("The demo account has no credit yet"));

    protected override async Task<TimeSpan> TurnAsync(CancellationToken cancellationToken)
    {
        // Any answer will do: a database that knows the payment with another pack keeps what it has.
        await purchases.BuyAsync(DemoAccount.Id, new PurchaseRequest(PaymentId, pack), cancellationToken);
        given = true;
        return Timeout.InfiniteTimeSpan;
    }
}

internal static class DemoCreditExtensions
{
    /// <summary>With <c>Demo:Enabled</c>: one purchase of the pack <c>Demo:Pack</c>. Only ever in Development.</summary>
    /// <exception cref="InvalidOperationException">It is asked for elsewhere, or the pack is not on sale.</exception>
    public static void AddDemoCredit(this IHostApplicationBuilder builder)
    {
        if (!builder.Configuration.GetValue<bool>("Demo:Enabled"))
            return;
        if (!builder.Environment.IsDevelopment())
            throw new InvalidOperationException($"Demo:Enabled gives credit away and is for Development only; this is {builder.Environment.EnvironmentName}. Remove the setting.");
        var pack = builder.Configuration["Demo:Pack"] ?? "";
        if (Packs.Read(builder.Configuration).Find(pack) is null)
            throw new InvalidOperationException($"Demo:Pack is '{pack}', which is not the Id of a pack under Packs.");

        builder.Services.AddSingleton(services => ActivatorUtilities.CreateInstance<DemoCredit>(services, pack));
        builder.Services.AddHostedService(services => services.GetRequiredService<DemoCredit>());
        builder.Services.AddHealthChecks().AddCheck<DemoCredit>("demo credit");
    }
}
