using System.Diagnostics;

namespace Platform.Bench.Others;

/// <summary>What is installed for a comparison: each into a folder of the user's cache, once; nothing of it is started by that.</summary>
internal static class Packages
{
    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(5);

    /// <param name="install">A shell command that fills the current folder.</param>
    public static async Task<string> FolderAsync(string name, string install)
    {
        var cache = Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache", "platform-bench");
        var folder = Path.Combine(cache, name);
        if (Directory.Exists(folder))
            return folder;
        var unfinished = Directory.CreateDirectory($"{folder}.{Guid.CreateVersion7():N}");
        var start = new ProcessStartInfo("/bin/sh", ["-ec", install])
        {
            WorkingDirectory = unfinished.FullName,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var said = Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync().WaitAsync(Timeout);
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{name} cannot be installed: {string.Concat(await said)}");
        unfinished.MoveTo(folder);
        return folder;
    }
}
