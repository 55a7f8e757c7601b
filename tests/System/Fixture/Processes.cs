using System.Globalization;
using Aspire.Hosting;

namespace Platform.Tests.Fixture;

internal static class Processes
{
    /// <summary>The process of a service, or of a native server, which has a shell of ours for its parent.</summary>
    /// <exception cref="InvalidOperationException">It does not run, or is a container.</exception>
    public static int ProcessId(this DistributedApplication app, string resource)
    {
        if (
            !app.ResourceNotifications.TryGetCurrentState(resource, out var state)
            || state.Snapshot.Properties.FirstOrDefault(property => property.Name == "executable.pid")?.Value is not { } value
        )
            throw new InvalidOperationException($"{resource} is no process that runs");
        var pid = Convert.ToInt32(value, CultureInfo.InvariantCulture);
        return resource is "postgres" or "redis" or "kept" ? int.Parse(Children(pid).Split(' ', 2)[0], CultureInfo.InvariantCulture) : pid;
    }

    /// <summary>The processes that it started, with spaces between.</summary>
    public static string Children(int process) => File.ReadAllText($"/proc/{process}/task/{process}/children");
}
