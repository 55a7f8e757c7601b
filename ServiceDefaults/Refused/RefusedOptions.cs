using System.ComponentModel.DataAnnotations;
using Platform.ServiceDefaults.Settings;

namespace Platform.ServiceDefaults.Refused;

/// <summary>
/// What each process tells in a minute of requests whose key is not verified. Such requests cost their sender nothing, and whoever has
/// seen a key's public id can send them.
/// </summary>
[Section("Refused")]
public sealed class RefusedOptions
{
    [Range(1, 100_000)]
    public int UnverifiedPerNetwork { get; set; } = 120;

    [Range(1, 100_000)]
    public int UnverifiedPerAccount { get; set; } = 60;

    [Range(1, 100_000)]
    public int UnverifiedInAll { get; set; } = 1_200;
}
