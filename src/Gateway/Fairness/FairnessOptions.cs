using System.ComponentModel.DataAnnotations;
using Platform.ServiceDefaults.Settings;

namespace Platform.Gateway.Fairness;

/// <summary>How requests wait for an upstream whose limit is reached.</summary>
[Section("Fairness")]
internal sealed class FairnessOptions
{
    /// <summary>The longest wait for a place; after it the request is refused, or goes to the next route.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:05:00")]
    public TimeSpan MaxWait { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Requests of one account that wait for one upstream.</summary>
    [Range(1, 100_000)]
    public int MaxWaitingPerAccount { get; set; } = 100;

    /// <summary>Requests that wait for one upstream.</summary>
    [Range(1, 1_000_000)]
    public int MaxWaiting { get; set; } = 1_000;
}
