using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.DependencyInjection;

namespace Platform.Tests.Fixture;

/// <summary>The last lines that each resource of the running platform wrote, for the story that fails.</summary>
public sealed partial class ResourceLogs
{
    private const int Kept = 2_000,
        Shown = 12;

    private static readonly ConcurrentDictionary<string, ResourceLogs> Followed = new(StringComparer.Ordinal);

    private readonly ConcurrentDictionary<string, ConcurrentQueue<string>> lines = new(StringComparer.Ordinal);

    /// <summary>
    /// The last lines of the platform that has the collection's name, or of every platform of this process where none has it. Empty before
    /// one has started.
    /// </summary>
    public static string OfCollection(string name) =>
        Followed.TryGetValue(name, out var own) ? own.ToString() : string.Join('\n', Followed.Values);

    /// <summary>Reads along until the platform ends.</summary>
    /// <param name="platform">Its name. A platform that is started later under the same name replaces this one.</param>
    public static ResourceLogs Follow(DistributedApplication app, string platform)
    {
        var logs = Followed[platform] = new ResourceLogs();
        var service = app.Services.GetRequiredService<ResourceLoggerService>();
        foreach (
            var resource in app
                .Services.GetRequiredService<DistributedApplicationModel>()
                .Resources.Where(resource => resource is not ParameterResource)
        )
            _ = logs.FollowAsync(service, resource);
        return logs;
    }

    /// <summary>What a resource wrote, oldest first.</summary>
    public IReadOnlyList<string> Of(string resource) => lines.TryGetValue(resource, out var written) ? [.. written] : [];

    /// <summary>The last lines of each, of those with an error first.</summary>
    public override string ToString() =>
        string.Join(
            '\n',
            lines
                .OrderByDescending(each => each.Value.TakeLast(Shown).Any(IsError))
                .ThenBy(each => each.Key, StringComparer.Ordinal)
                .SelectMany(each => each.Value.TakeLast(Shown).Prepend($"--- {each.Key}"))
        );

    /// <summary>As .NET's console logger and PostgreSQL mark it.</summary>
    public static bool IsError(string line) =>
        Level().IsMatch(line)
        || line.Contains("Unhandled exception", StringComparison.Ordinal)
        || line.Contains("FATAL:", StringComparison.Ordinal)
        || line.Contains("PANIC:", StringComparison.Ordinal);

    /// <summary>Its name has a colour of its own where the logger writes in colours.</summary>
    [GeneratedRegex(@"\b(fail|crit)(\e\[[\d;]*m)*:")]
    private static partial Regex Level();

    private async Task FollowAsync(ResourceLoggerService service, IResource resource)
    {
        var mine = lines.GetOrAdd(resource.Name, _ => []);
        await foreach (var batch in service.WatchAsync(resource))
        foreach (var line in batch)
        {
            mine.Enqueue(line.Content);
            if (mine.Count > Kept)
                mine.TryDequeue(out _);
        }
    }
}
