using System.Text.Json;

namespace Aspire.Hosting;

/// <summary>A project's <c>Properties/launchSettings.json</c>.</summary>
public sealed class LaunchSettings
{
    private static readonly JsonSerializerOptions Reading = new(JsonSerializerDefaults.Web)
    {
        ReadCommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
    };

    public Dictionary<string, LaunchProfile> Profiles { get; set; } = [];

    /// <param name="projectPath">The project file, or its directory.</param>
    internal static LaunchSettings Read(string projectPath)
    {
        var directory = Directory.Exists(projectPath) ? projectPath : Path.GetDirectoryName(projectPath)!;
        var file = Path.Combine(directory, "Properties", "launchSettings.json");
        return File.Exists(file) ? Parse(File.ReadAllText(file)) : new();
    }

    internal static LaunchSettings Parse(string json) => JsonSerializer.Deserialize<LaunchSettings>(json, Reading) ?? new();

    /// <summary>The profile of this name, else the first that starts the project itself, else one that says nothing.</summary>
    internal LaunchProfile Choose(string? name) =>
        name is not null && Profiles.TryGetValue(name, out var named) ? named
            : Profiles.Values.FirstOrDefault(profile => profile.CommandName is "Project") ?? new();
}

public sealed class LaunchProfile
{
    public string? CommandName { get; set; }

    public string? CommandLineArgs { get; set; }

    /// <summary>Addresses to listen on, separated by semicolons.</summary>
    public string? ApplicationUrl { get; set; }

    public Dictionary<string, string> EnvironmentVariables { get; set; } = [];

    /// <summary>Named by scheme; the second of a scheme is <c>http2</c>, and so on.</summary>
    internal IEnumerable<(string Name, Uri Uri)> Endpoints() =>
        (ApplicationUrl ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(url => new Uri(url)).GroupBy(uri => uri.Scheme)
            .SelectMany(group => group.Select((uri, i) => (i == 0 ? group.Key : $"{group.Key}{i + 1}", uri)));
}
