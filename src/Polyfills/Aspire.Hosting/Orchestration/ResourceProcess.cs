using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Eventing;
using Aspire.Hosting.Native;

namespace Aspire.Hosting.Orchestration;

/// <summary>One copy of a resource that is a process: starts it, watches it, stops it, and tells what state it is in.</summary>
internal sealed class ResourceProcess(IResource resource, string id, int replica, HealthMonitor health, IReadOnlyList<ResourceShadow> children, OrchestratorParts parts)
    : IDisposable
{
    private readonly SemaphoreSlim oneAtATime = new(1);
    private ChildProcess? child;
    private ProcessSpec? spec;
    private Task watching = Task.CompletedTask;
    private bool stopWanted;

    public IResource Resource { get; } = resource;

    public string Id { get; } = id;

    /// <summary>The start that waits for what it depends on.</summary>
    public async Task StartInTurnAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (Resource.HasAnnotationOfType<WaitAnnotation>())
                await PublishAsync(s => s with { State = KnownResourceStates.Waiting });
            await parts.Notifications.WaitForDependenciesAsync(Resource, cancellationToken);
            await StartAsync(cancellationToken);
        }
        catch (DistributedApplicationException e)
        {
            await FailAsync($"it was not started: {e.Message}");
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await PublishAsync(s => s with { State = KnownResourceStates.NotStarted });
        }
    }

    public async Task<ExecuteCommandResult> StartAsync(CancellationToken cancellationToken)
    {
        await oneAtATime.WaitAsync(cancellationToken);
        try
        {
            return child is null ? await LaunchAsync(cancellationToken) : CommandResults.Failure($"'{Id}' is already running.");
        }
        finally
        {
            oneAtATime.Release();
        }
    }

    /// <summary>Nothing to do is no failure.</summary>
    public async Task<ExecuteCommandResult> StopAsync(CancellationToken cancellationToken)
    {
        await oneAtATime.WaitAsync(cancellationToken);
        try
        {
            if (child is not { } running)
                return CommandResults.Success();
            stopWanted = true;
            health.Stop();
            foreach (var shadow in children)
                shadow.StopChecks();
            await PublishAsync(s => s with { State = KnownResourceStates.Stopping });
            await running.StopAsync(spec!.StopSignal);
            await watching;
            return CommandResults.Success();
        }
        finally
        {
            oneAtATime.Release();
        }
    }

    public void Dispose() => oneAtATime.Dispose();

    private async Task<ExecuteCommandResult> LaunchAsync(CancellationToken cancellationToken)
    {
        stopWanted = false;
        await PublishAsync(s => s with { State = KnownResourceStates.Starting, ExitCode = null, StopTimeStamp = null, HealthReports = [.. health.Unknown] });
        try
        {
            await parts.Eventing.PublishAsync(new BeforeResourceStartedEvent(Resource, parts.Services), cancellationToken);
            await Endpoints.RequireFreeAsync(Resource, replica, parts.Time, cancellationToken);
            spec = await parts.Launch.ComposeAsync(Resource, Id, replica, line => parts.Output.Write(Id, line, false), cancellationToken);
            child = ChildProcess.Start(spec, parts.Run, (line, isError) => parts.Output.Write(Id, line, isError));
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            await FailAsync(e is DistributedApplicationException ? e.Message : e.ToString());
            return CommandResults.Failure(e.Message);
        }

        await PublishAsync(s => s.With(
            new(KnownProperties.Pid, child.Id), new(KnownProperties.Path, spec.FileName), new(KnownProperties.WorkDir, spec.WorkingDirectory)) with
        {
            State = KnownResourceStates.Running,
            StartTimeStamp = parts.Time.GetUtcNow().UtcDateTime,
            Urls = [.. Resource.Annotations.OfType<EndpointAnnotation>().Select(e => new UrlSnapshot(e.Name, $"{e.UriScheme}://{e.TargetHost}:{e.ReplicaPorts[replica]}", !e.IsExternal))],
        });
        foreach (var shadow in children)
            await shadow.StartAsync();
        health.Start();
        watching = WatchAsync(child);
        return CommandResults.Success();
    }

    private async Task WatchAsync(ChildProcess running)
    {
        var code = await running.Exited;
        health.Stop();
        child = null;
        running.Dispose();
        var state = code == 0 && Resource is not ContainerResource ? KnownResourceStates.Finished : KnownResourceStates.Exited;
        await PublishAsync(s => s with { State = state, ExitCode = code, StopTimeStamp = parts.Time.GetUtcNow().UtcDateTime });
        foreach (var shadow in children)
            await shadow.StopAsync(state);
        if (parts.Notifications.TryGetCurrentState(Id, out var last))
            await parts.Eventing.PublishAsync(new ResourceStoppedEvent(Resource, parts.Services, last));
        if (!stopWanted)
            parts.Ended(Id, state == KnownResourceStates.Finished ? null : code == ChildProcess.DataInUse && spec!.LockFile is { } file
                ? $"its data in {Path.GetDirectoryName(file)} are in use by another run of this AppHost; end that first"
                : $"it ended with exit code {code}");
    }

    private async Task FailAsync(string reason)
    {
        await PublishAsync(s => s with { State = KnownResourceStates.FailedToStart, StopTimeStamp = parts.Time.GetUtcNow().UtcDateTime });
        foreach (var shadow in children)
            await shadow.StopAsync(KnownResourceStates.FailedToStart);
        parts.Ended(Id, reason);
    }

    private Task PublishAsync(Func<CustomResourceSnapshot, CustomResourceSnapshot> change) => parts.Notifications.PublishUpdateAsync(Resource, Id, change);
}

/// <summary>A resource that lives and ends with the process of its parent, as a database does with its server.</summary>
internal sealed class ResourceShadow(IResource resource, HealthMonitor health, ResourceNotificationService notifications)
{
    public IResource Resource { get; } = resource;

    public async Task StartAsync()
    {
        await notifications.PublishUpdateAsync(Resource, s => s with { State = KnownResourceStates.Running, HealthReports = [.. health.Unknown] });
    }

    /// <summary>Only when the parent is ready: a database is not looked for before it has been created.</summary>
    public void StartChecks() => health.Start();

    public void StopChecks() => health.Stop();

    public async Task StopAsync(string state)
    {
        health.Stop();
        await notifications.PublishUpdateAsync(Resource, s => s with { State = state });
    }
}

/// <summary>What every process needs of the whole.</summary>
/// <param name="Ended">Called when one ended that nobody told to; with the reason when it is a failure.</param>
internal sealed record OrchestratorParts(
    ResourceNotificationService Notifications, IDistributedApplicationEventing Eventing, IServiceProvider Services, TimeProvider Time,
    ResourceOutput Output, Launch Launch, RunDirectory Run, Action<string, string?> Ended);
