using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Aspire.Hosting.Native;

/// <summary>
/// A process of ours. It has a session of its own, so that Ctrl+C in the terminal reaches only us and we can end things in order;
/// and it enters its pid in the run directory before it becomes what it is to be, so that none can be missed.
/// </summary>
internal sealed class ChildProcess : IDisposable
{
    /// <summary>The exit code of a process that found its data in use.</summary>
    public const int DataInUse = 75;

    private const string Register = """echo "$3" > "$1/$$"; [ -d "/proc/$2" ] || exit 1; shift 3; exec "$@" """;
    private const int LockWaitSeconds = 10;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly Process process;
    private readonly string registration;

    private ChildProcess(Process process, string pids, Action<string, bool> output)
    {
        this.process = process;
        registration = Path.Combine(pids, $"{process.Id}");
        Exited = WaitAsync(ReadAsync(process.StandardOutput, line => output(line, false)), ReadAsync(process.StandardError, line => output(line, true)));
    }

    public int Id => process.Id;

    /// <summary>Its exit code, when it has ended and its last lines are read; 128 and the signal's number when one ended it.</summary>
    public Task<int> Exited { get; }

    /// <exception cref="DistributedApplicationException">There is no such program.</exception>
    public static ChildProcess Start(ProcessSpec spec, RunDirectory run, Action<string, bool> output)
    {
        var pids = run.Pids(spec.IsServer);
        var start = new ProcessStartInfo("setsid", ["sh", "-c", Register, "aspire-child", pids, $"{Environment.ProcessId}", $"{spec.StopSignal}".ToUpperInvariant()])
        {
            WorkingDirectory = spec.WorkingDirectory,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var argument in CommandLine(spec))
            start.ArgumentList.Add(argument);
        foreach (var inherited in start.Environment.Keys.Where(IsOurOwn).ToArray())
            start.Environment.Remove(inherited);
        foreach (var (name, value) in spec.Environment)
            start.Environment[name] = value;

        var child = new ChildProcess(Process.Start(start)!, pids, output);
        child.Feed(spec.StandardInput);
        return child;
    }

    /// <summary>Runs it to its end.</summary>
    /// <exception cref="DistributedApplicationException">It reported an error; the message ends with what it wrote.</exception>
    public static async Task RunAsync(ProcessSpec spec, RunDirectory run, CancellationToken cancellationToken)
    {
        var lines = new List<string>();
        using var child = Start(spec, run, (line, _) =>
        {
            lock (lines)
                lines.Add(line);
        });
        await using var stop = cancellationToken.Register(() => child.Send(Signal.Kill));
        if (await child.Exited is not 0 and var code)
            throw new DistributedApplicationException($"{spec.FileName} ended with exit code {code}:\n{string.Join('\n', lines.TakeLast(20))}");
    }

    /// <summary>Asks it to end, and after ten seconds no longer asks.</summary>
    public async Task StopAsync(Signal signal)
    {
        Send(signal);
        try
        {
            await Exited.WaitAsync(Patience);
        }
        catch (TimeoutException)
        {
            Send(Signal.Kill);
            await Exited;
        }
    }

    public void Dispose() => process.Dispose();

    private void Feed(string input)
    {
        try
        {
            process.StandardInput.Write(input);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It has ended already, and its exit code says why.
        }
    }

    private void Send(Signal signal)
    {
        if (!process.HasExited)
            _ = kill(signal == Signal.Kill ? -process.Id : process.Id, (int)signal);
    }

    /// <summary>Each of these becomes the next one, so that the pid stays the same throughout.</summary>
    private static IEnumerable<string> CommandLine(ProcessSpec spec) =>
    [
        .. spec.User is { } user ? (string[])["setpriv", $"--reuid={user}", $"--regid={user}", "--init-groups"] : [],
        .. spec.LockFile is { } file ? (string[])["flock", "--no-fork", "-w", $"{LockWaitSeconds}", "-E", $"{DataInUse}", file] : [],
        spec.FileName, .. spec.Arguments,
    ];

    /// <summary>What was said to the AppHost is not for its children: its addresses, its profile, and the secrets among its settings.</summary>
    private static bool IsOurOwn(string variable) =>
        variable is "ASPNETCORE_URLS" or "DOTNET_LAUNCH_PROFILE" or "DOTNET_ENVIRONMENT" or "ASPNETCORE_ENVIRONMENT"
        || variable.StartsWith("ASPIRE_", StringComparison.Ordinal)
        || variable.StartsWith("Parameters__", StringComparison.OrdinalIgnoreCase)
        || variable.StartsWith("ConnectionStrings__", StringComparison.OrdinalIgnoreCase);

    private static async Task ReadAsync(StreamReader reader, Action<string> output)
    {
        while (await reader.ReadLineAsync() is { } line)
            output(line);
    }

    private async Task<int> WaitAsync(params Task[] readers)
    {
        await process.WaitForExitAsync();
        File.Delete(registration);
        // A child of its own may hold the pipe open for longer than it lives.
        await Task.WhenAny(Task.WhenAll(readers), Task.Delay(TimeSpan.FromSeconds(1)));
        return process.ExitCode;
    }

    [DllImport("libc", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int kill(int pid, int signal);
}
