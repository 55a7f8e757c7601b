using System.Security.Cryptography;
using System.Text;

namespace Platform.AppHost.Stores;

/// <summary>
/// The places of the stores' data between runs: directories below <see cref="Root"/> for native stores, else volumes of the container
/// engine. Both have the same names, which contain a hash of the AppHost's directory, so that two clones do not share data.
/// </summary>
/// <param name="name">
/// The setting <c>DataName</c>: replaces the hash in the names, for a second set of data of this clone. Null for the hash.
/// </param>
internal sealed class StoreData(string appHostDirectory, string? name = null)
{
    private readonly string prefix =
        "apphost-"
        + (name is { Length: > 0 } ? name : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(appHostDirectory)))[..10]);

    /// <summary>
    /// <c>$XDG_DATA_HOME/aspire/volumes</c>, by default <c>~/.local/share/aspire/volumes</c>; for root <c>/var/lib/aspire/volumes</c>,
    /// because PostgreSQL then runs as another user, who cannot enter root's home directory.
    /// </summary>
    public static string Root { get; } =
        Path.Combine(
            Environment.GetEnvironmentVariable("XDG_DATA_HOME") is { Length: > 0 } data ? data
                : OperatingSystem.IsWindows() || !Environment.IsPrivilegedProcess
                    ? Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData)
                : "/var/lib",
            "aspire",
            "volumes"
        );

    /// <summary>The volume of a store, for example <c>apphost-1a2b3c4d5e-postgres-data</c>.</summary>
    public string Volume(string store) => $"{prefix}-{store}-data";

    /// <summary>The directory of a native store.</summary>
    public string Directory(string store) => Path.Combine(Root, Volume(store));

    /// <summary>The mode of the first start that kept data; null before it.</summary>
    public StoreMode? RememberedMode =>
        File.Exists(ChoiceFile) && Enum.TryParse<StoreMode>(File.ReadAllText(ChoiceFile).Trim(), out var mode) ? mode : null;

    /// <summary>Whether there are data of a native PostgreSQL, also from before the choice was remembered.</summary>
    public bool HasNative => File.Exists(Path.Combine(Directory("postgres"), "data", "PG_VERSION"));

    /// <summary>The file of <see cref="RememberedMode"/>.</summary>
    public string ChoiceFile => Path.Combine(Root, prefix + "-stores");

    public void Remember(StoreMode mode)
    {
        CreatePassable(Root);
        File.WriteAllText(ChoiceFile, mode + "\n");
    }

    /// <summary>Creates a directory that PostgreSQL's user can traverse and other users cannot list.</summary>
    public static void CreatePassable(string directory)
    {
        if (System.IO.Directory.Exists(directory))
            return;
        CreatePassable(Path.GetDirectoryName(directory)!);
        System.IO.Directory.CreateDirectory(directory);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(directory, Passable);
    }

    internal const UnixFileMode Passable =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
}
