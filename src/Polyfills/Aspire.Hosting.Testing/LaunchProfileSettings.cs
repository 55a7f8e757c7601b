using System.Reflection;

namespace Aspire.Hosting.Testing;

/// <summary>
/// What <c>dotnet run</c> would have told the AppHost: the variables of its first launch profile, as settings of the lowest rank.
/// <c>DOTNET_ENVIRONMENT</c> also counts as <c>ENVIRONMENT</c>, as it does in the environment.
/// </summary>
internal static class LaunchProfileSettings
{
    private const string HostPrefix = "DOTNET_";

    public static Dictionary<string, string?> Of(Assembly appHost)
    {
        var settings = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        if (AppHostMetadata.Directory(appHost) is not { } directory)
            return settings;
        var (name, profile) = LaunchSettings.Read(directory).Profiles.FirstOrDefault();
        if (profile is null)
            return settings;

        settings["DOTNET_LAUNCH_PROFILE"] = name;
        foreach (var (key, value) in profile.EnvironmentVariables)
        {
            settings[key.Replace("__", ":", StringComparison.Ordinal)] = value;
            if (key.StartsWith(HostPrefix, StringComparison.OrdinalIgnoreCase))
                settings[key[HostPrefix.Length..]] = value;
        }

        return settings;
    }
}
