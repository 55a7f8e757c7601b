using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Eventing;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Aspire.Hosting.Orchestration;

/// <summary>
/// Keeps the health of one running copy of a resource up to date. It is called healthy for the first time only after the
/// subscribers of <see cref="ResourceReadyEvent"/> are done, which may be what creates a database.
/// </summary>
internal sealed class HealthMonitor(
    IResource resource, string id, int replica, HealthCheckService checks, ResourceNotificationService notifications,
    IDistributedApplicationEventing eventing, IServiceProvider services, TimeProvider time, Action<string> becameHealthy)
{
    private static readonly TimeSpan WhileUnhealthy = TimeSpan.FromMilliseconds(250), WhileHealthy = TimeSpan.FromSeconds(2);
    private static readonly HttpClient Http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false }) { Timeout = TimeSpan.FromSeconds(5) };

    private readonly HealthCheckAnnotation[] annotations = [.. resource.Annotations.OfType<HealthCheckAnnotation>()];
    private Action stop = () => { };

    /// <summary>What is reported before the first check has been made.</summary>
    public IEnumerable<HealthReportSnapshot> Unknown => annotations.Select(a => new HealthReportSnapshot(a.Key, null, null, null));

    public void Start()
    {
        var running = new CancellationTokenSource();
        stop = running.Cancel;
        _ = WatchAsync(running.Token);
    }

    public void Stop() => stop();

    private async Task WatchAsync(CancellationToken cancellationToken)
    {
        var ready = false;
        HealthReportSnapshot[] told = [];
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                var reports = await Task.WhenAll(annotations.Select(annotation => CheckAsync(annotation, cancellationToken)));
                var healthy = reports.All(report => report.Status == HealthStatus.Healthy);
                if (healthy && !ready)
                    await eventing.PublishAsync(new ResourceReadyEvent(resource, services), cancellationToken);
                cancellationToken.ThrowIfCancellationRequested();
                if (!told.SequenceEqual(reports))
                    await notifications.PublishUpdateAsync(resource, id, s => s with { HealthReports = [.. told = reports] });
                if (healthy && !ready)
                    becameHealthy(id);
                ready |= healthy;
                if (annotations.Length == 0)
                    return;
                await Task.Delay(healthy ? WhileHealthy : WhileUnhealthy, time, cancellationToken);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e) when (!ready)
            {
                // A subscriber failed, such as one that creates a database: say so, and try again.
                await notifications.PublishUpdateAsync(resource, id, s => s with { HealthReports = [.. told = [new("ready", HealthStatus.Unhealthy, e.Message, e.ToString())]] });
                await Task.Delay(WhileUnhealthy, time, CancellationToken.None);
            }
        }
    }

    private async Task<HealthReportSnapshot> CheckAsync(HealthCheckAnnotation annotation, CancellationToken cancellationToken)
    {
        if (annotation is HttpHealthCheckAnnotation http)
            return await AskAsync(http, cancellationToken);
        var report = await checks.CheckHealthAsync(registration => registration.Name == annotation.Key, cancellationToken);
        return report.Entries.TryGetValue(annotation.Key, out var entry)
            ? new(annotation.Key, entry.Status, entry.Description ?? entry.Exception?.Message, entry.Exception?.ToString())
            : new(annotation.Key, HealthStatus.Unhealthy, "no health check of this name is registered", null);
    }

    private async Task<HealthReportSnapshot> AskAsync(HttpHealthCheckAnnotation check, CancellationToken cancellationToken)
    {
        var endpoint = check.Endpoint().EndpointAnnotation;
        var url = $"{endpoint.UriScheme}://{endpoint.TargetHost}:{endpoint.ReplicaPorts[replica]}{check.Path}";
        try
        {
            using var response = await Http.GetAsync(url, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            return (int)response.StatusCode == check.StatusCode
                ? new(check.Key, HealthStatus.Healthy, null, null)
                : new(check.Key, HealthStatus.Unhealthy, $"GET {url} was answered {(int)response.StatusCode}, not {check.StatusCode}", null);
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException && !cancellationToken.IsCancellationRequested)
        {
            return new(check.Key, HealthStatus.Unhealthy, $"GET {url} got no answer", e.Message);
        }
    }
}
