using Platform.ServiceDefaults.Settings;

namespace Platform.Usage.Demo;

/// <summary>The demo account's credit: one purchase of a pack. Allowed in Development only.</summary>
[Section("Demo", Elsewhere = ["ApiKey", "Password"])]
internal sealed class DemoOptions
{
    public bool Enabled { get; set; }

    /// <summary>The Id of a pack that is on sale.</summary>
    [Example("builder")]
    public string Pack { get; set; } = "";
}
