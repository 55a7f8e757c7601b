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

    /// <summary>What of a process is in memory now, or was at most since <see cref="ForgetPeak"/>, in bytes.</summary>
    public static long Resident(int process, bool peak = false)
    {
        var name = peak ? "VmHWM:" : "VmRSS:";
        var line = File.ReadLines($"/proc/{process}/status").First(line => line.StartsWith(name, StringComparison.Ordinal));
        return long.Parse(line.AsSpan(name.Length, line.Length - name.Length - "kB".Length), CultureInfo.InvariantCulture) * 1024;
    }

    public static void ForgetPeak(int process) => File.WriteAllText($"/proc/{process}/clear_refs", "5");
}
