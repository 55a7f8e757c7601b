using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;
using Platform.Accounts.Catalogue;
using Platform.Accounts.Demo;
using Platform.ServiceDefaults;

namespace Platform.Accounts.Data;

/// <summary>Once the schema is current: brings the catalogue up to date, then the demo account. Readiness waits for it.</summary>
internal sealed partial class Seeding(IServiceScopeFactory scopes, SqlMigrations migrations, TimeProvider time, ILogger<Seeding> log)
    : BackgroundService,
        IHealthCheck
{
    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(1);

    private volatile bool done;

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(done ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy("The catalogue is not up to date yet"));

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await migrations.Completed.WaitAsync(stoppingToken);
        while (!done)
        {
            try
            {
                await SeedAsync(stoppingToken);
                done = true;
            }
            catch (Exception e) when (e is NpgsqlException || e.InnerException is NpgsqlException)
            {
                LogRetry(log, e, RetryDelay);
                await Task.Delay(RetryDelay, time, stoppingToken);
            }
        }
    }

    private async Task SeedAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<CatalogueSeed>().ApplyAsync(cancellationToken);
        await scope.ServiceProvider.GetRequiredService<DemoSeed>().ApplyAsync(cancellationToken);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The database cannot be seeded yet; trying again in {Delay}")]
    private static partial void LogRetry(ILogger log, Exception exception, TimeSpan delay);
}
