using System.Collections.Concurrent;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>A line a resource wrote; numbers count from 1 for each resource.</summary>
public readonly record struct LogLine(int LineNumber, string Content, bool IsErrorMessage);

/// <summary>What the resources wrote: the last 10,000 lines of each, and what follows.</summary>
public class ResourceLoggerService
{
    private readonly ConcurrentDictionary<string, ResourceLog> logs = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The lines so far, then each new one, until the resource's log is complete.</summary>
    public IAsyncEnumerable<IReadOnlyList<LogLine>> WatchAsync(string resourceName) => Log(resourceName).WatchAsync();

    public IAsyncEnumerable<IReadOnlyList<LogLine>> WatchAsync(IResource resource) => WatchAsync(resource.GetResolvedResourceNames()[0]);

    /// <summary>The lines so far.</summary>
    public async IAsyncEnumerable<IReadOnlyList<LogLine>> GetAllAsync(string resourceName)
    {
        await Task.CompletedTask;
        yield return Log(resourceName).Last(int.MaxValue);
    }

    public IAsyncEnumerable<IReadOnlyList<LogLine>> GetAllAsync(IResource resource) => GetAllAsync(resource.GetResolvedResourceNames()[0]);

    internal ResourceLog Log(string resourceName) => logs.GetOrAdd(resourceName, _ => new ResourceLog());

    internal void CompleteAll()
    {
        foreach (var log in logs.Values)
            log.Complete();
    }
}
