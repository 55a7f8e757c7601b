using System.ComponentModel.DataAnnotations;
using Platform.Contracts;
using Platform.ServiceDefaults.Settings;

namespace Platform.Usage.Reports;

/// <summary>What everybody can read of how models and routes do.</summary>
[Section("Measured")]
internal sealed class MeasuredOptions
{
    /// <summary>A figure is shown when so many requests stand behind it.</summary>
    [Range(5, 1_000_000)]
    public int MinRequests { get; set; } = 20;

    /// <summary>How long the sums behind the figures are kept. Pages show ninety days.</summary>
    [Range(Measured.Days, 3650)]
    public int Days { get; set; } = 100;
}
