using Platform.ServiceDefaults.Settings;

namespace Platform.Dashboard.Sessions;

[Section("DataProtection")]
internal sealed class KeyRingOptions
{
    /// <summary>A directory on a persistent disk, the same for every dashboard.</summary>
    [WritableDirectory, Example("/var/lib/platform/dashboard-keys")]
    public string KeysDirectory { get; set; } =
        Path.Combine(
            Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify),
            "platform",
            "dashboard-keys"
        );
}
