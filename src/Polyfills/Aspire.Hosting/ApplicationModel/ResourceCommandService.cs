using Aspire.Hosting.Orchestration;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>Starts, stops and restarts resources: the commands of <see cref="KnownResourceCommands"/>.</summary>
public class ResourceCommandService
{
    private readonly Orchestrator orchestrator;

    internal ResourceCommandService(Orchestrator orchestrator) => this.orchestrator = orchestrator;

    /// <summary>On every replica of it.</summary>
    public async Task<ExecuteCommandResult> ExecuteCommandAsync(IResource resource, string commandName, CancellationToken cancellationToken = default)
    {
        var results = await Task.WhenAll(resource.GetResolvedResourceNames().Select(id => ExecuteOneAsync(id, commandName, cancellationToken)));
        return results.FirstOrDefault(result => !result.Success) ?? CommandResults.Success();
    }

    /// <param name="resourceId">A resource's name, or that of one replica.</param>
    public Task<ExecuteCommandResult> ExecuteCommandAsync(string resourceId, string commandName, CancellationToken cancellationToken = default) =>
        orchestrator.FindResource(resourceId) is { } resource
            ? ExecuteCommandAsync(resource, commandName, cancellationToken)
            : ExecuteOneAsync(resourceId, commandName, cancellationToken);

    private async Task<ExecuteCommandResult> ExecuteOneAsync(string id, string commandName, CancellationToken cancellationToken)
    {
        if (orchestrator.FindProcess(id) is not { } process)
            return CommandResults.Failure($"There is no resource '{id}' that could be started or stopped.");
        try
        {
            return commandName switch
            {
                "start" => await process.StartAsync(cancellationToken),
                "stop" => await process.StopAsync(cancellationToken),
                "restart" => await process.StopAsync(cancellationToken) is { Success: false } failure ? failure : await process.StartAsync(cancellationToken),
                _ => CommandResults.Failure($"'{commandName}' is not a command of '{id}'; there are start, stop and restart."),
            };
        }
        catch (OperationCanceledException)
        {
            return CommandResults.Canceled();
        }
    }
}

public sealed class ExecuteCommandResult
{
    public required bool Success { get; init; }

    public bool Canceled { get; init; }

    public string? ErrorMessage { get; init; }
}

public static class CommandResults
{
    public static ExecuteCommandResult Success() => new() { Success = true };

    public static ExecuteCommandResult Canceled() => new() { Success = false, Canceled = true };

    public static ExecuteCommandResult Failure(string? errorMessage = null) => new() { Success = false, ErrorMessage = errorMessage };
}
