using System.Diagnostics;

namespace Platform.AppHost.Stores;

/// <summary>A container engine that responds.</summary>
/// <param name="Command">docker or podman.</param>
internal sealed record ContainerEngine(string Command)
{
    /// <summary>The states of containers without a process.</summary>
    private static readonly string[] Ended = ["created", "configured", "exited", "dead"];

    private static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(10),
        PullTimeout = TimeSpan.FromMinutes(10);

    /// <summary>
    /// The engine that <paramref name="configured"/> names, else the first of docker and podman that responds; null when none does.
    /// </summary>
    public static ContainerEngine? Find(string? configured) =>
        (configured is { Length: > 0 } ? (string[])[configured] : ["docker", "podman"])
            .Select(command => new ContainerEngine(command))
            .FirstOrDefault(engine => engine.Run(AnswerTimeout, "info").Succeeded);

    public bool HasVolume(string name) => Run(AnswerTimeout, "volume", "inspect", name).Succeeded;

    /// <summary>The name of the running or stopping container that uses the volume; null when there is none.</summary>
    public string? ContainerUsing(string volume)
    {
        var (succeeded, output) = Run(AnswerTimeout, "ps", "--all", "--filter", $"volume={volume}", "--format", "{{.Names}} {{.State}}");
        return succeeded ? output.Split('\n').FirstOrDefault(IsAlive)?.Split(' ')[0] : null;

        // Docker says "exited" where Podman says "Exited (0) 5 seconds ago".
        static bool IsAlive(string container) =>
            container.Split(' ', 2) is [_, var state] && !Ended.Any(word => state.StartsWith(word, StringComparison.OrdinalIgnoreCase));
    }

    public bool HasImage(string image) => Run(AnswerTimeout, "image", "inspect", image).Succeeded;

    /// <summary>Pulls the image. Null when done, else the last line of the engine's output.</summary>
    public string? Pull(string image)
    {
        var (succeeded, output) = Run(PullTimeout, "pull", image);
        return succeeded
            ? null
            : output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).LastOrDefault()
                ?? "it gave no reason";
    }

    private (bool Succeeded, string Output) Run(TimeSpan timeout, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(
                new ProcessStartInfo(Command, arguments)
                {
                    UseShellExecute = false,
                    RedirectStandardInput = true,
                    RedirectStandardOutput = true,
                    RedirectStandardError = true,
                }
            )!;
            process.StandardInput.Close();
            var output = Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
            if (process.WaitForExit(timeout) && output.Wait(timeout))
                return (process.ExitCode == 0, string.Concat(output.Result));
            process.Kill(entireProcessTree: true);
            return (false, $"it did not answer within {timeout.TotalSeconds:0} s");
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            return (false, e.Message);
        }
    }
}
