using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;
using Npgsql;
using Platform.Accounts.Catalogue;
using Platform.Accounts.Demo;
using Platform.ServiceDefaults;

namespace Platform.Accounts;

/// <summary>Updates the catalogue, then the demo account, when the schema is current. Readiness waits for it.</summary>
internal sealed class Seeding(
    IServiceScopeFactory scopes,
    IOptions<CatalogueModels> catalogue,
    CatalogueInForce inForce,
    SqlMigrations migrations,
    TimeProvider time,
    ILogger<Seeding> log
) : RepeatingService(migrations, time, log), IHealthCheck
{
    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(1);

    private volatile bool done;

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(done ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy("The catalogue is not up to date yet"));

    protected override async Task<TimeSpan> TurnAsync(CancellationToken cancellationToken)
    {
        await SeedAsync(cancellationToken);
        done = true;
        return Timeout.InfiniteTimeSpan;
    }

    /// <summary>Any other failure is a fault of the configuration or of this program.</summary>
    protected override bool IsTransient(Exception exception) => exception is NpgsqlException || exception.InnerException is NpgsqlException;

    protected override TimeSpan RetryPause(int failures) => RetryDelay;

    private async Task SeedAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<CatalogueSeed>().ApplyAsync(catalogue.Value.Catalogue, cancellationToken);
        inForce.Accept(catalogue.Value.Fingerprint);
        await scope.ServiceProvider.GetRequiredService<DemoSeed>().ApplyAsync(cancellationToken);
    }
}

internal static class SeedingSetup
{
    public static void AddSeeding(this IHostApplicationBuilder builder)
    {
        builder.Services.AddSingleton<Seeding>();
        builder.Services.AddHostedService(provider => provider.GetRequiredService<Seeding>());
        builder.Services.AddHealthChecks().AddCheck<Seeding>("seeding");
    }
}
