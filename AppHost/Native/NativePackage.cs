using System.Diagnostics;
using System.Globalization;

namespace Platform.AppHost.Native;

/// <summary>A server program of this machine, or else of a Debian package.</summary>
/// <param name="Program">The name of the executable.</param>
/// <param name="Package">The name of the Debian package.</param>
/// <param name="Versions">A directory with a directory for each version, which has <c>bin/{Program}</c>; null when the program is on the
/// PATH.</param>
internal sealed record NativePackage(string Program, string Package, string? Versions = null)
{
    public static readonly NativePackage Postgres = new("postgres", "postgresql", "/usr/lib/postgresql");
    public static readonly NativePackage Redis = new("redis-server", "redis-server");

    private static readonly TimeSpan InstallTimeout = TimeSpan.FromMinutes(10);

    /// <summary>The full path of the program; null when it is not on this machine.</summary>
    public string? Find() => Directories().Select(directory => Path.Combine(directory, Program)).FirstOrDefault(File.Exists);

    /// <summary>Installs the missing <paramref name="packages"/>, after reporting it.</summary>
    /// <param name="mayInstall">The setting <c>InstallPackages</c>.</param>
    /// <returns>Null when all are installed; else what to do, in one line.</returns>
    public static string? Require(IReadOnlyList<NativePackage> packages, bool mayInstall, Action<string> report)
    {
        if (Missing(packages) is not { Length: > 0 } missing)
            return null;
        var manualInstall = $"{missing} not found on this machine. Install with: sudo apt-get install -y --no-install-recommends {missing}";
        string[] prefix = Environment.IsPrivilegedProcess ? [] : ["sudo", "-n"];
        if (!mayInstall || !Run([.. prefix, "apt-get", "--version"]))
            return manualInstall + ", or start a container engine.";

        report(
            $"Installing the Debian packages {missing} with apt-get, because PostgreSQL and Redis are to run natively. "
                + "To do without: start a container engine, or set InstallPackages=false and install them yourself."
        );
        string[] install =
        [
            .. prefix,
            "env",
            "DEBIAN_FRONTEND=noninteractive",
            "apt-get",
            "install",
            "-y",
            "--no-install-recommends",
            .. missing.Split(' '),
        ];
        if (!Run(install))
        {
            Run([.. prefix, "apt-get", "update"]);
            Run(install);
        }

        return Missing(packages).Length == 0 ? null : manualInstall + ", and see what apt-get says.";
    }

    private static string Missing(IReadOnlyList<NativePackage> packages) =>
        string.Join(' ', packages.Where(package => package.Find() is null).Select(package => package.Package));

    private IEnumerable<string> Directories() =>
        [
            .. (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries),
            .. Versions is { } root && Directory.Exists(root)
                ? Directory
                    .GetDirectories(root)
                    .OrderByDescending(path =>
                        int.TryParse(Path.GetFileName(path), CultureInfo.InvariantCulture, out var version) ? version : 0
                    )
                    .Select(path => Path.Combine(path, "bin"))
                : [],
        ];

    private static bool Run(string[] command)
    {
        try
        {
            using var process = Process.Start(
                new ProcessStartInfo(command[0], command[1..])
                {
                    UseShellExecute = false,
                    RedirectStandardInput = true,
                    RedirectStandardOutput = true,
                    RedirectStandardError = true,
                }
            )!;
            process.StandardInput.Close();
            var output = Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
            if (process.WaitForExit(InstallTimeout) && output.Wait(InstallTimeout))
                return process.ExitCode == 0;
            process.Kill(entireProcessTree: true);
            return false;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
