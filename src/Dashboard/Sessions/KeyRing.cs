using Microsoft.AspNetCore.DataProtection;

namespace Platform.Dashboard.Sessions;

/// <summary>The keys that encrypt our cookies. They live in a directory, so that a restart signs nobody out.</summary>
internal static class KeyRing
{
    private const string Setting = "DataProtection:KeysDirectory";

    public static void AddKeyRing(this IHostApplicationBuilder builder)
    {
        var directory = new DirectoryInfo(builder.Configuration[Setting] is { Length: > 0 } configured ? configured : Default);
        if (OperatingSystem.IsWindows())
            directory.Create();
        else if (!directory.Exists)
            Directory.CreateDirectory(directory.FullName, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);

        builder.Services.AddDataProtection().SetApplicationName("Platform.Dashboard").PersistKeysToFileSystem(directory);
    }

    private static string Default => Path.Combine(
        Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify),
        "platform", "dashboard-keys");
}
