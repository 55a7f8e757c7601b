using System.Diagnostics;
using Aspire.Hosting.ApplicationModel;

namespace Platform.Tests.Faults;

/// <summary>What may happen to a process, without its leave.</summary>
public static class FaultInjector
{
    /// <summary>SIGKILL, with no chance to tidy up.</summary>
    public static void Kill(FaultPlatform platform, string resource)
    {
        using var process = Process.GetProcessById(Pid(platform, resource));
        process.Kill();
        process.WaitForExit(TimeSpan.FromSeconds(10));
    }

    /// <summary>Brings back what was killed, as soon as its end has been noticed.</summary>
    public static async Task StartAsync(PlatformFixture platform, string resource)
    {
        using var timeout = new CancellationTokenSource(Eventually.Timeout);
        ExecuteCommandResult? result = null;
        await Eventually.TrueAsync(
            async () =>
                (
                    result = await platform.App.ResourceCommands.ExecuteCommandAsync(
                        resource,
                        KnownResourceCommands.StartCommand,
                        timeout.Token
                    )
                ).Success,
            () => $"{resource} to start again; the last answer was: {result?.Message}"
        );
        await platform.HealthyAsync(resource, timeout.Token);
    }

    /// <summary>
    /// SIGSTOP for a while: its connections stay, and nobody answers. A server's own children stop with it. It has stopped when this
    /// returns its task, so that a request sent next finds it so.
    /// </summary>
    public static Task PauseAsync(FaultPlatform platform, string resource, TimeSpan time)
    {
        var pid = Pid(platform, resource);
        var all = $"{pid} {Processes.Children(pid)}";
        Signal("STOP", all);
        return ContinueAfterAsync(time, all);
    }

    private static async Task ContinueAfterAsync(TimeSpan time, string pids)
    {
        try
        {
            await Task.Delay(time);
        }
        finally
        {
            Signal("CONT", pids);
        }
    }

    private static void Signal(string signal, string pids)
    {
        // A child may have ended meanwhile.
        using var shell = Process.Start("/bin/sh", ["-c", $"for pid in {pids}; do kill -{signal} $pid 2>/dev/null; done; true"]);
        if (!shell.WaitForExit(Eventually.Timeout))
            throw new TimeoutException($"kill -{signal} did not end");
    }

    public static int Pid(PlatformFixture platform, string resource) => platform.App.ProcessId(resource);
}
