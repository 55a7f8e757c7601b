using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Eventing;
using Aspire.Hosting.Native;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;

namespace Aspire.Hosting.Orchestration;

/// <summary>
/// Brings the whole application up and down: every value and port first, then each resource in its turn; at the end dependents
/// before what they depend on.
/// </summary>
internal sealed class Orchestrator(
    DistributedApplicationModel model, ResourceNotificationService notifications, IDistributedApplicationEventing eventing,
    ResourceOutput output, RunMode mode, IServiceProvider services, TimeProvider time, IHostApplicationLifetime lifetime) : IHostedService, IDisposable
{
    private readonly CancellationTokenSource stopping = new();
    private readonly StartupWatch startup = new(notifications, output, mode, time, lifetime);
    private readonly List<ResourceProcess> processes = [];
    private RunDirectory? run;

    public ResourceProcess? FindProcess(string id) => processes.Find(p => string.Equals(p.Id, id, StringComparison.OrdinalIgnoreCase));

    public IResource? FindResource(string name) => model.Resources.FirstOrDefault(r => string.Equals(r.Name, name, StringComparison.OrdinalIgnoreCase));

    /// <summary>Finds out what would stop it, and gives every endpoint its port, before anything runs.</summary>
    /// <exception cref="DistributedApplicationException">A parameter is missing or a port is taken.</exception>
    public async Task PrepareAsync(CancellationToken cancellationToken)
    {
        if (!OperatingSystem.IsLinux())
            throw new DistributedApplicationException("The stand-ins for Aspire run on Linux. Elsewhere use Aspire itself: -p:UsePolyfills=false, with a container engine.");
        await ResolveValuesAsync(cancellationToken);
        Endpoints.Allocate(model.Resources, new FreePort(), mode.IsTest);
        foreach (var resource in model.Resources.Where(IsProcess))
            await Endpoints.RequireFreeAsync(resource, 0, time, cancellationToken);
    }

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        run = new RunDirectory();
        processes.AddRange(CreateProcesses(run));
        foreach (var process in processes)
            await notifications.PublishUpdateAsync(process.Resource, process.Id, s => s with { State = KnownResourceStates.NotStarted });
        startup.Expect(processes.Where(p => !p.Resource.HasAnnotationOfType<ExplicitStartupAnnotation>()).Select(p => p.Id));
        foreach (var process in processes.Where(p => !p.Resource.HasAnnotationOfType<ExplicitStartupAnnotation>()))
            _ = process.StartInTurnAsync(stopping.Token);
        _ = startup.RemindAsync(stopping.Token);
        await eventing.PublishAsync(new AfterResourcesCreatedEvent(services, model), cancellationToken);
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        startup.Close();
        await stopping.CancelAsync();
        foreach (var wave in StopOrder.Of(processes))
            await Task.WhenAll(wave.Select(process => process.StopAsync(CancellationToken.None)));
        output.Complete();
        Interlocked.Exchange(ref run, null)?.Dispose();
    }

    /// <summary>The container, which knows it under two names, calls this twice.</summary>
    public void Dispose()
    {
        stopping.Dispose();
        processes.ForEach(process => process.Dispose());
        Interlocked.Exchange(ref run, null)?.Dispose();
    }

    private static bool IsProcess(IResource resource) => resource is ProjectResource or ExecutableResource or ContainerResource;

    private async Task ResolveValuesAsync(CancellationToken cancellationToken)
    {
        foreach (var resource in model.Resources.Where(r => r is IResourceWithoutLifetime))
        {
            var parameter = resource as ParameterResource;
            var value = parameter is null ? null : await parameter.GetValueAsync(cancellationToken);
            await notifications.PublishUpdateAsync(resource, s => (parameter is null ? s : s.With(
                new ResourcePropertySnapshot(KnownProperties.Value, value) { IsSensitive = parameter.Secret })) with { State = KnownResourceStates.Running });
        }
    }

    private IEnumerable<ResourceProcess> CreateProcesses(RunDirectory directory)
    {
        var parts = new OrchestratorParts(
            notifications, eventing, services, time, output, ActivatorUtilities.CreateInstance<Launch>(services, directory), directory, startup.Ended);
        return from resource in model.Resources.Where(IsProcess)
               let children = Children(resource).ToArray()
               from entry in resource.GetResolvedResourceNames().Select((id, replica) => (id, replica))
               select new ResourceProcess(
                   resource, entry.id, entry.replica, Monitor(resource, entry.id, entry.replica, id => BecameHealthy(id, children)), entry.replica == 0 ? children : [], parts);
    }

    private void BecameHealthy(string id, ResourceShadow[] children)
    {
        startup.BecameHealthy(id);
        Array.ForEach(children, child => child.StartChecks());
    }

    private IEnumerable<ResourceShadow> Children(IResource parent) =>
        from child in model.Resources.OfType<IResourceWithParent>()
        where ReferenceEquals(child.Parent, parent) && !IsProcess(child)
        select new ResourceShadow(child, Monitor(child, child.Name, 0, _ => { }), notifications);

    private HealthMonitor Monitor(IResource resource, string id, int replica, Action<string> becameHealthy) => new(
        resource, id, replica, services.GetRequiredService<HealthCheckService>(), notifications, eventing, services, time, becameHealthy);
}
