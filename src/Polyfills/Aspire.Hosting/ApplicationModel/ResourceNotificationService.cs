using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>Knows the state of every resource, tells of every change, and waits for one.</summary>
public class ResourceNotificationService : IDisposable
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, ResourceEvent> states = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<Channel<ResourceEvent>> watchers = [];
    private readonly CancellationTokenSource disposing = new();

    internal ResourceNotificationService()
    {
    }

    /// <summary>Updates every copy of the resource.</summary>
    public async Task PublishUpdateAsync(IResource resource, Func<CustomResourceSnapshot, CustomResourceSnapshot> stateFactory)
    {
        foreach (var id in resource.GetResolvedResourceNames())
            await PublishUpdateAsync(resource, id, stateFactory);
    }

    public Task PublishUpdateAsync(IResource resource, string resourceId, Func<CustomResourceSnapshot, CustomResourceSnapshot> stateFactory)
    {
        lock (gate)
        {
            var before = states.GetValueOrDefault(resourceId)?.Snapshot
                ?? new CustomResourceSnapshot { ResourceType = resource.GetType().Name.Replace("Resource", "", StringComparison.Ordinal), Properties = [] };
            var change = states[resourceId] = new ResourceEvent(resource, resourceId, stateFactory(before));
            foreach (var watcher in watchers)
                watcher.Writer.TryWrite(change);
        }

        return Task.CompletedTask;
    }

    /// <param name="resourceId">A resource's name, or that of one replica.</param>
    public bool TryGetCurrentState(string resourceId, [NotNullWhen(true)] out ResourceEvent? resourceEvent)
    {
        lock (gate)
            return states.TryGetValue(resourceId, out resourceEvent);
    }

    /// <summary>First every state as it is, then every change.</summary>
    public async IAsyncEnumerable<ResourceEvent> WatchAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, disposing.Token);
        var channel = Channel.CreateUnbounded<ResourceEvent>(new UnboundedChannelOptions { SingleReader = true });
        lock (gate)
        {
            foreach (var state in states.Values)
                channel.Writer.TryWrite(state);
            watchers.Add(channel);
        }

        try
        {
            await foreach (var change in channel.Reader.ReadAllAsync(either.Token))
                yield return change;
        }
        finally
        {
            lock (gate)
                watchers.Remove(channel);
        }
    }

    public async Task WaitForResourceAsync(string resourceName, string? targetState = null, CancellationToken cancellationToken = default) =>
        await WaitForResourceAsync(resourceName, [targetState ?? KnownResourceStates.Running], cancellationToken);

    /// <returns>Which of the states it came to.</returns>
    public async Task<string> WaitForResourceAsync(string resourceName, IEnumerable<string> targetStates, CancellationToken cancellationToken = default)
    {
        var wanted = targetStates.ToArray();
        var reached = await WaitForResourceAsync(resourceName, e => wanted.Contains(e.Snapshot.State?.Text), cancellationToken);
        return reached.Snapshot.State!.Text;
    }

    /// <exception cref="OperationCanceledException">It did not happen in time; the message tells the last state seen.</exception>
    public async Task<ResourceEvent> WaitForResourceAsync(
        string resourceName, Func<ResourceEvent, bool> predicate, CancellationToken cancellationToken = default)
    {
        ResourceEvent? last = null;
        try
        {
            await foreach (var change in WatchAsync(cancellationToken))
            {
                if (!string.Equals(change.Resource.Name, resourceName, StringComparison.OrdinalIgnoreCase))
                    continue;
                last = change;
                if (predicate(change))
                    return change;
            }
        }
        catch (OperationCanceledException e)
        {
            throw new OperationCanceledException(Unreached(resourceName, last), e, cancellationToken);
        }

        throw new OperationCanceledException(Unreached(resourceName, last));
    }

    public Task<ResourceEvent> WaitForResourceHealthyAsync(string resourceName, CancellationToken cancellationToken = default) =>
        WaitForResourceHealthyAsync(resourceName, WaitBehavior.StopOnResourceUnavailable, cancellationToken);

    /// <exception cref="DistributedApplicationException">It ended instead, and <paramref name="waitBehavior"/> does not allow for another start.</exception>
    public async Task<ResourceEvent> WaitForResourceHealthyAsync(
        string resourceName, WaitBehavior waitBehavior, CancellationToken cancellationToken = default)
    {
        var reached = await WaitForResourceAsync(
            resourceName,
            e => e.Snapshot.HealthStatus == HealthStatus.Healthy || waitBehavior == WaitBehavior.StopOnResourceUnavailable && IsTerminal(e.Snapshot),
            cancellationToken);
        return reached.Snapshot.HealthStatus == HealthStatus.Healthy
            ? reached
            : throw new DistributedApplicationException($"'{resourceName}' did not become healthy: it is {Describe(reached.Snapshot)}.");
    }

    /// <summary>Waits for all the resource waits for.</summary>
    /// <exception cref="DistributedApplicationException">One of them failed.</exception>
    public Task WaitForDependenciesAsync(IResource resource, CancellationToken cancellationToken) => Task.WhenAll(
        from wait in resource.Annotations.OfType<WaitAnnotation>()
        where wait.Resource is not IResourceWithoutLifetime
        from id in wait.Resource.GetResolvedResourceNames()
        select WaitForDependencyAsync(wait, id, cancellationToken));

    public void Dispose()
    {
        disposing.Cancel();
        GC.SuppressFinalize(this);
    }

    internal static bool IsTerminal(CustomResourceSnapshot snapshot) => KnownResourceStates.TerminalStates.Contains(snapshot.State?.Text);

    internal static string Describe(CustomResourceSnapshot? snapshot) => snapshot switch
    {
        null => "unknown",
        { ExitCode: { } code } when IsTerminal(snapshot) => $"{snapshot.State?.Text} with exit code {code}",
        { HealthStatus: not null and not HealthStatus.Healthy } => $"{snapshot.State?.Text}, {string.Join("; ", snapshot.HealthReports
            .Where(r => r.Status != HealthStatus.Healthy).Select(r => $"{r.Name}: {r.Description ?? r.ExceptionText ?? "not checked yet"}"))}",
        _ => snapshot.State?.Text ?? "not started",
    };

    private static string Unreached(string resourceName, ResourceEvent? last) =>
        $"Gave up waiting for '{resourceName}', which is {Describe(last?.Snapshot)}.";

    private async Task WaitForDependencyAsync(WaitAnnotation wait, string id, CancellationToken cancellationToken)
    {
        var stop = wait.WaitBehavior != WaitBehavior.WaitOnResourceUnavailable;
        var reached = await WaitForResourceAsync(
            wait.Resource.Name,
            e => e.ResourceId == id && (IsSatisfied(wait, e.Snapshot) || stop && IsTerminal(e.Snapshot)),
            cancellationToken);
        if (!IsSatisfied(wait, reached.Snapshot))
            throw new DistributedApplicationException($"it waits for '{id}', which is {Describe(reached.Snapshot)}");
    }

    private static bool IsSatisfied(WaitAnnotation wait, CustomResourceSnapshot snapshot) => wait.WaitType switch
    {
        WaitType.WaitUntilHealthy => snapshot.HealthStatus == HealthStatus.Healthy,
        WaitType.WaitUntilStarted => snapshot.State?.Text == KnownResourceStates.Running,
        _ => IsTerminal(snapshot) && snapshot.ExitCode == wait.ExitCode,
    };
}
