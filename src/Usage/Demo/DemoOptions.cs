using Platform.ServiceDefaults.Settings;

namespace Platform.Usage.Demo;

/// <summary>The demo account's credit, one purchase of a pack, and its history. Allowed in Development only.</summary>
[Section("Demo", Elsewhere = ["ApiKey", "Password"])]
internal sealed class DemoOptions
{
    public bool Enabled { get; set; }

    /// <summary>The Id of a pack that is on sale.</summary>
    [Example("builder")]
    public string Pack { get; set; } = "";

    /// <summary>Whether the demo account gets a fortnight of usage, once for each database.</summary>
    public bool History { get; set; }
}
