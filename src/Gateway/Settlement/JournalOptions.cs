using Platform.ServiceDefaults.Settings;

namespace Platform.Gateway.Settlement;

[Section("Journal")]
internal sealed class JournalOptions
{
    /// <summary>A directory on a disk that outlives the process. Several gateways may share it.</summary>
    [WritableDirectory, Example("/var/lib/platform/gateway-journal")]
    public string Directory { get; set; } =
        Path.Combine(
            Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify),
            "platform",
            "gateway-journal"
        );
}
