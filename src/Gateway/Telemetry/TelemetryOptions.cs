using Platform.ServiceDefaults.Settings;

namespace Platform.Gateway.Telemetry;

[Section("Telemetry")]
internal sealed class TelemetryOptions
{
    /// <summary>Records messages on the spans of upstream attempts. Has no effect outside Development.</summary>
    public bool CaptureMessages { get; set; }
}
