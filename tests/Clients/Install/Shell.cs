using System.Diagnostics;
using System.Globalization;

namespace Platform.Tests.Clients;

/// <summary>How a process ended, and what it said on both streams.</summary>
/// <param name="ExitCode">Null when it took too long and was ended.</param>
public sealed record Ran(int? ExitCode, string Output);

/// <summary>Processes that end: by themselves, or by force with all their children.</summary>
internal static class Shell
{
    private static readonly TimeSpan OutputTimeout = TimeSpan.FromSeconds(5);

    public static async Task<Ran> RunAsync(ProcessStartInfo start, TimeSpan timeout)
    {
        start.RedirectStandardInput = start.RedirectStandardOutput = start.RedirectStandardError = true;
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var said = Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        using var late = new CancellationTokenSource(timeout);
        try
        {
            await process.WaitForExitAsync(late.Token);
            return new Ran(process.ExitCode, string.Concat(await said.WaitAsync(OutputTimeout)));
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            return new Ran(null, string.Concat(await said.WaitAsync(OutputTimeout)));
        }
    }

    /// <summary>A shell command. What it said is in the exception when it fails.</summary>
    /// <exception cref="InvalidOperationException">It failed, or took too long.</exception>
    public static async Task<string> RequireAsync(string command, TimeSpan timeout, string? directory = null)
    {
        var ran = await RunAsync(new ProcessStartInfo("/bin/sh", ["-c", command]) { WorkingDirectory = directory ?? "" }, timeout);
        return ran.ExitCode == 0
            ? ran.Output
            : throw new InvalidOperationException(
                $"'{command}' ended with {ran.ExitCode?.ToString(CultureInfo.InvariantCulture) ?? "a timeout"}:\n{ran.Output}"
            );
    }
}
