using System.Security.Cryptography;
using System.Text;

namespace Platform.AppHost.Stores;

/// <summary>
/// Where the stores keep their data between runs: in directories below <see cref="Root"/> when they are native, else in volumes of the
/// container engine. Both have the same names, which hold a hash of the AppHost's directory, so that two clones do not share data.
/// </summary>
/// <param name="name">
/// The setting <c>DataName</c>: stands in the names in place of the hash, for data beside those that this clone has otherwise. Null for
/// those.
/// </param>
internal sealed class StoreData(string appHostDirectory, string? name = null)
{
    private readonly string prefix =
        "apphost-"
        + (name is { Length: > 0 } ? name : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(appHostDirectory)))[..10]);

    /// <summary>
    /// <c>$XDG_DATA_HOME/aspire/volumes</c>, by default <c>~/.local/share/aspire/volumes</c>; for root <c>/var/lib/aspire/volumes</c>,
    /// because PostgreSQL then runs as another user, who cannot enter root's home.
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

    /// <summary>The mode of the first start that kept data; null before that.</summary>
    public StoreMode? RememberedMode =>
        File.Exists(ChoiceFile) && Enum.TryParse<StoreMode>(File.ReadAllText(ChoiceFile).Trim(), out var mode) ? mode : null;

    /// <summary>Whether the native PostgreSQL has a ledger, also one of a time when no choice was remembered.</summary>
    public bool HasNative => File.Exists(Path.Combine(Directory("postgres"), "data", "PG_VERSION"));

    /// <summary>Holds what <see cref="RememberedMode"/> tells.</summary>
    public string ChoiceFile => Path.Combine(Root, prefix + "-stores");

    public void Remember(StoreMode mode)
    {
        CreatePassable(Root);
        File.WriteAllText(ChoiceFile, mode + "\n");
    }

    /// <summary>A directory that PostgreSQL's user can pass through, and nobody else can look into.</summary>
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
