using System.Diagnostics;

namespace Platform.Tests.Fixture;

/// <summary>
/// Where the gateway of the stories keeps its journal: a disk of 1 MiB in memory, which a story can fill. It takes root or
/// passwordless sudo to mount one; elsewhere it is a plain directory, and <see cref="Mounted"/> is false.
/// </summary>
public sealed class SmallDisk : IDisposable
{
    private readonly DirectoryInfo directory = Directory.CreateTempSubdirectory("small-disk-");

    public SmallDisk() => Mounted = Run($"mount -t tmpfs -o size=1m,mode=0777 tmpfs {directory.FullName}");

    public bool Mounted { get; }

    public string Path => directory.FullName;

    private string Filler => System.IO.Path.Combine(Path, "filler");

    /// <summary>Until nothing goes in any more: even one byte is refused with ENOSPC.</summary>
    public void Fill() => Run($"dd if=/dev/zero of={Filler} bs=4096 2>/dev/null");

    public void Free() => File.Delete(Filler);

    public void Dispose()
    {
        if (Mounted)
            Run($"umount {Path}");
        directory.Delete(recursive: true);
    }

    private static bool Run(string command)
    {
        var sudo = Environment.IsPrivilegedProcess ? "" : "sudo -n ";
        using var shell = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", sudo + command]) { RedirectStandardError = true })!;
        shell.StandardError.ReadToEnd();
        shell.WaitForExit();
        return shell.ExitCode == 0;
    }
}
