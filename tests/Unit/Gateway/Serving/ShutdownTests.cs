using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Platform.Gateway.Serving;
using Xunit;

namespace Platform.Tests.Unit.Gateway.Serving;

public sealed class ShutdownTests
{
    [Fact]
    public async Task It_is_not_ready_at_once_serves_on_for_a_while_and_waits_no_longer_than_it_is_told()
    {
        var time = new FakeTimeProvider();
        using var lifetime = new Lifetime();
        using var shutdown = new Shutdown(
            Options.Create(new ServerOptions { StopNotice = TimeSpan.FromSeconds(5), StopTimeout = TimeSpan.FromSeconds(20) }),
            lifetime,
            time
        );
        Assert.Equal(HealthStatus.Healthy, (await shutdown.CheckHealthAsync(new HealthCheckContext())).Status);

        lifetime.StopApplication();
        Assert.Equal(HealthStatus.Unhealthy, (await shutdown.CheckHealthAsync(new HealthCheckContext())).Status);
        var noticed = shutdown.StoppingAsync(CancellationToken.None);
        time.Advance(TimeSpan.FromSeconds(4));
        Assert.False(noticed.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(1));
        await noticed.WaitAsync(TimeSpan.FromSeconds(30));

        time.Advance(TimeSpan.FromSeconds(19));
        Assert.False(shutdown.Over.IsCancellationRequested);
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.True(shutdown.Over.IsCancellationRequested);
    }

    private sealed class Lifetime : IHostApplicationLifetime, IDisposable
    {
        private readonly CancellationTokenSource stopping = new();

        public CancellationToken ApplicationStarted => default;

        public CancellationToken ApplicationStopping => stopping.Token;

        public CancellationToken ApplicationStopped => default;

        public void StopApplication() => stopping.Cancel();

        public void Dispose() => stopping.Dispose();
    }
}
