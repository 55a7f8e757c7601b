using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace Platform.Gateway.Serving;

/// <summary>
/// How the gateway stops: it is not ready any more at once; it serves on until that has been noticed; it takes nothing new, and what is under
/// way may finish for a time; then <see cref="Over"/> ends what is left, with an error that says so, and its settlement is waited for.
/// </summary>
internal sealed class Shutdown(IOptions<ServerOptions> options, IHostApplicationLifetime lifetime, TimeProvider time)
    : IHostedLifecycleService,
        IHealthCheck,
        IDisposable
{
    /// <summary>What settlement has after <see cref="Over"/>, before the host gives up.</summary>
    public static readonly TimeSpan SettlementTime = TimeSpan.FromSeconds(10);

    private readonly CancellationTokenSource over = new();
    private ITimer? timer;

    /// <summary>Cancelled when what is still under way has had its time.</summary>
    public CancellationToken Over => over.Token;

    /// <summary>Before the server is stopped, and with it everything else.</summary>
    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        await Task.Delay(options.Value.StopNotice, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        timer = time.CreateTimer(_ => over.Cancel(), null, options.Value.StopTimeout, Timeout.InfiniteTimeSpan);
    }

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(
            lifetime.ApplicationStopping.IsCancellationRequested
                ? HealthCheckResult.Unhealthy("The gateway is stopping.")
                : HealthCheckResult.Healthy()
        );

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose()
    {
        timer?.Dispose();
        over.Dispose();
    }
}
