using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Native;

/// <summary>
/// Where named volumes lie: <c>$XDG_DATA_HOME/aspire/volumes/{name}</c>, by default <c>~/.local/share/aspire/volumes/{name}</c>; for
/// root <c>/var/lib/aspire/volumes/{name}</c>, because a server that runs as another user cannot enter root's home.
/// </summary>
internal static class Volumes
{
    /// <summary>Others may pass through, to a server's own data, and see nothing.</summary>
    public const UnixFileMode Passable =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    public static string Root { get; } = Path.Combine(
        Environment.GetEnvironmentVariable("XDG_DATA_HOME") is { Length: > 0 } data ? data
            : Environment.IsPrivilegedProcess ? "/var/lib"
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".local", "share"),
        "aspire", "volumes");

    /// <summary>The directory of the resource's data, and whether it outlives this run.</summary>
    public static (string Path, bool Kept) DirectoryOf(IResource resource, RunDirectory run, RunMode mode)
    {
        var mount = resource.Annotations.OfType<ContainerMountAnnotation>().LastOrDefault();
        return mount?.Source is { } source && !mode.IsTest
            ? (mount.Type == ContainerMountType.Volume ? Path.Combine(Root, source) : Path.GetFullPath(source), true)
            : (run.DataDirectory(resource.Name), false);
    }

    /// <summary>Makes the directory, its owner's own and closed to others; what lies above it lets them through.</summary>
    /// <param name="owner">Null is who we are.</param>
    public static async Task CreateAsync(string directory, string? owner, RunDirectory run, CancellationToken cancellationToken)
    {
        CreatePassable(Path.GetDirectoryName(directory)!);
        string[] ownership = owner is null ? [] : ["-o", owner, "-g", owner];
        await ChildProcess.RunAsync(new ProcessSpec("install", ["-d", "-m", "700", .. ownership, directory], "/"), run, cancellationToken);
    }

    private static void CreatePassable(string directory)
    {
        if (Directory.Exists(directory))
            return;
        CreatePassable(Path.GetDirectoryName(directory)!);
        Directory.CreateDirectory(directory);
        File.SetUnixFileMode(directory, Passable);
    }
}
