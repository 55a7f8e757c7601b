using System.ComponentModel.DataAnnotations;
using Platform.ServiceDefaults.Settings;

namespace Platform.Usage.Refused;

/// <summary>How much is kept of requests that were refused.</summary>
[Section("RefusedLog")]
internal sealed class RefusedLogOptions
{
    [Range(1, 3650)]
    public int Days { get; set; } = 30;

    /// <summary>The newest of an account whose key was verified.</summary>
    [Range(1, 1_000_000)]
    public int PerAccount { get; set; } = 10_000;

    /// <summary>The newest of an account whose key was not, in a share of their own: anybody can send them.</summary>
    [Range(1, 1_000_000)]
    public int UnverifiedPerAccount { get; set; } = 1_000;

    [Range(1, 1_000_000_000)]
    public int InAll { get; set; } = 2_000_000;
}
