using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Platform.Tests.Clients;

/// <summary>
/// All that comes from npm, in one folder of the user's cache that is named by what is in it. Made once: it appears under its name only
/// when it is whole, so a run that was broken off leaves nothing half.
/// </summary>
public sealed class Installation
{
    private const int OldestNode = 22;

    /// <summary>
    /// The programs in some packages are put in place by a script, which newer versions of npm run only where it is allowed.
    /// </summary>
    private const string Manifest =
        """{"private":true,"allowScripts":{"node":true,"@anthropic-ai/claude-code":true,"cline":true,"opencode-ai":true,"protobufjs":true}}""";

    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(10);
    private static readonly Lazy<Task<Installation>> One = new(MakeAsync);

    private Installation(string folder, string path) => (Modules, SearchPath) = (Path.Combine(folder, "node_modules"), path);

    /// <summary>The packages, as Node looks for them.</summary>
    public string Modules { get; }

    /// <summary>The <c>PATH</c> on which <c>node</c> is new enough and the clients are found.</summary>
    public string SearchPath { get; }

    public static Task<Installation> GetAsync() => One.Value;

    private static async Task<Installation> MakeAsync()
    {
        await Npm.RequireAsync();
        var cache = Path.Combine(CacheHome(), "platform-clients");
        var folder = Path.Combine(cache, Fingerprint());
        if (!Directory.Exists(folder))
        {
            Directory.CreateDirectory(cache);
            var unfinished = Directory.CreateDirectory($"{folder}.{Guid.CreateVersion7():N}");
            await InstallAsync(unfinished.FullName);
            Publish(unfinished, folder);
        }

        return new Installation(folder, SearchPathOf(folder));
    }

    /// <summary>Whoever comes second throws theirs away.</summary>
    private static void Publish(DirectoryInfo unfinished, string folder)
    {
        try
        {
            unfinished.MoveTo(folder);
        }
        catch (IOException) when (Directory.Exists(folder))
        {
            Directory.Delete(unfinished.FullName, recursive: true);
        }
    }

    /// <summary>Node first: with an older one npm chooses older releases of what the clients are made of.</summary>
    private static async Task InstallAsync(string folder)
    {
        const string install = "npm install --no-audit --no-fund --no-update-notifier --save-exact";
        await File.WriteAllTextAsync(Path.Combine(folder, "package.json"), Manifest);
        if (await NodeMajorAsync() < OldestNode)
            await Shell.RequireAsync($"{install} node@{Pins.Node}", Timeout, folder);
        await Shell.RequireAsync($"PATH='{SearchPathOf(folder)}' {install} {string.Join(' ', Pins.Packages)}", Timeout, folder);
    }

    private static async Task<int> NodeMajorAsync() =>
        int.Parse((await Shell.RequireAsync("node --version", Timeout)).TrimStart('v').Split('.')[0], CultureInfo.InvariantCulture);

    private static string SearchPathOf(string folder) =>
        $"{folder}/node_modules/node/bin:{folder}/node_modules/.bin:{Environment.GetEnvironmentVariable("PATH")}";

    private static string CacheHome() =>
        Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } home
            ? home
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache");

    private static string Fingerprint() =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', [.. Pins.Packages, $"node@{Pins.Node}"]))))[..16];
}
