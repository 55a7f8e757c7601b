using System.ComponentModel.DataAnnotations;
using Platform.ServiceDefaults.Settings;

namespace Platform.Accounts.Limits;

/// <summary>
/// How many attempts a network has: a burst, refilled at a rate. A whole office may be one network, so the burst is generous; a flood ends
/// at the rate all the same.
/// </summary>
[Section("NetworkLimits")]
internal sealed class NetworkLimitOptions
{
    [Range(1, 100_000)]
    public int SignInBurst { get; set; } = 60;

    [Range(1, 100_000)]
    public int SignInPerMinute { get; set; } = 30;

    [Range(1, 100_000)]
    public int RegisterBurst { get; set; } = 30;

    [Range(1, 100_000)]
    public int RegisterPerMinute { get; set; } = 6;
}
