using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Xunit;

namespace Platform.Tests.Unit.Polyfills;

public sealed class ResourceNotificationTests : IDisposable
{
    private readonly ResourceNotificationService notifications = new();
    private readonly ExecutableResource resource = new("web", "web", ".");

    [Fact]
    public async Task Running_without_checks_is_healthy()
    {
        await SetAsync(s => s with { State = KnownResourceStates.Running });
        Assert.Equal("web", (await notifications.WaitForResourceHealthyAsync("web")).ResourceId);
    }

    [Fact]
    public async Task Check_that_was_not_made_yet_is_not_healthy()
    {
        await SetAsync(s => s with { State = KnownResourceStates.Running, HealthReports = [new("check", null, null, null)] });
        var healthy = notifications.WaitForResourceHealthyAsync("web");
        Assert.False(healthy.IsCompleted);
        await SetAsync(s => s with { HealthReports = [new("check", HealthStatus.Healthy, null, null)] });
        await healthy.WaitAsync(TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task Resource_that_ended_is_told_to_who_waits_for_its_health()
    {
        await SetAsync(s => s with { State = KnownResourceStates.Exited, ExitCode = 3 });
        var refusal = await Assert.ThrowsAsync<DistributedApplicationException>(() => notifications.WaitForResourceHealthyAsync("web"));
        Assert.Equal("'web' did not become healthy: it is Exited with exit code 3.", refusal.Message);
    }

    [Fact]
    public async Task Wait_that_is_cancelled_tells_the_last_state()
    {
        await SetAsync(s => s with { State = KnownResourceStates.Running, HealthReports = [new("check", HealthStatus.Unhealthy, "no answer", null)] });
        using var cancellation = new CancellationTokenSource(TimeSpan.FromMilliseconds(50));
        var refusal = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => notifications.WaitForResourceHealthyAsync("web", cancellation.Token));
        Assert.Equal("Gave up waiting for 'web', which is Running, check: no answer.", refusal.Message);
    }

    [Fact]
    public async Task Completion_with_another_exit_code_stops_who_waits()
    {
        var waiting = new ExecutableResource("waiting", "w", ".");
        waiting.Annotations.Add(new WaitAnnotation(resource, WaitType.WaitForCompletion, exitCode: 0));
        await SetAsync(s => s with { State = KnownResourceStates.Exited, ExitCode = 1 });
        var refusal = await Assert.ThrowsAsync<DistributedApplicationException>(() => notifications.WaitForDependenciesAsync(waiting, default));
        Assert.Equal("it waits for 'web', which is Exited with exit code 1", refusal.Message);
    }

    public void Dispose() => notifications.Dispose();

    private Task SetAsync(Func<CustomResourceSnapshot, CustomResourceSnapshot> change) => notifications.PublishUpdateAsync(resource, change);
}
