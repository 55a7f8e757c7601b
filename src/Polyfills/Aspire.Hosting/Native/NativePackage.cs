using System.Diagnostics;

namespace Aspire.Hosting.Native;

/// <summary>A server program that is found on this machine, or else installed from its Debian package.</summary>
/// <param name="Program">The name of the executable.</param>
/// <param name="Package">The name of the package.</param>
/// <param name="Places">Directories besides PATH; the last one wins where a path ends in <c>*/bin</c>.</param>
internal sealed record NativePackage(string Program, string Package, params string[] Places)
{
    private static readonly SemaphoreSlim OneAtATime = new(1);

    /// <returns>The full path of the program.</returns>
    /// <exception cref="DistributedApplicationException">It is missing and cannot be installed here; one line that names the package.</exception>
    public async Task<string> RequireAsync(Action<string> say, CancellationToken cancellationToken)
    {
        if (Find() is { } found)
            return found;
        await OneAtATime.WaitAsync(cancellationToken);
        try
        {
            return Find() ?? await InstallAsync(say, cancellationToken);
        }
        finally
        {
            OneAtATime.Release();
        }
    }

    internal string? Find() => Directories().Select(directory => Path.Combine(directory, Program)).FirstOrDefault(File.Exists);

    private IEnumerable<string> Directories() =>
    [
        .. (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries),
        .. Places.SelectMany(place => place.Split("/*") is [var root, var rest] ? Versions(root, rest) : [place]),
    ];

    private static IEnumerable<string> Versions(string root, string rest) => !Directory.Exists(root) ? [] :
        Directory.GetDirectories(root).OrderByDescending(path => double.TryParse(Path.GetFileName(path), out var version) ? version : 0).Select(path => path + rest);

    private async Task<string> InstallAsync(Action<string> say, CancellationToken cancellationToken)
    {
        var missing = new DistributedApplicationException($"{Program} is not on this machine. Install the package {Package}, for example: sudo apt-get install -y {Package}");
        string[] prefix = Environment.IsPrivilegedProcess ? [] : ["sudo", "-n"];
        if (!await SucceedsAsync([.. prefix, "apt-get", "--version"], cancellationToken))
            throw missing;
        say($"{Program} is not on this machine: installing the Debian package {Package}. "
            + "A system service that comes with it is left as it is and not used.");
        string[] install = [.. prefix, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "install", "-y", "--no-install-recommends", Package];
        if (!await SucceedsAsync(install, cancellationToken))
        {
            await SucceedsAsync([.. prefix, "apt-get", "update"], cancellationToken);
            await SucceedsAsync(install, cancellationToken);
        }

        return Find() ?? throw missing;
    }

    private static async Task<bool> SucceedsAsync(string[] command, CancellationToken cancellationToken)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(command[0], command[1..]) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true })!;
            process.StandardInput.Close();
            await Task.WhenAll(
                process.StandardOutput.ReadToEndAsync(cancellationToken), process.StandardError.ReadToEndAsync(cancellationToken),
                process.WaitForExitAsync(cancellationToken));
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
