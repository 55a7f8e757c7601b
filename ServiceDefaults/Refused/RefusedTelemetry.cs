using System.Diagnostics.Metrics;

namespace Platform.ServiceDefaults.Refused;

internal static class RefusedTelemetry
{
    /// <summary>Why a refusal is not told.</summary>
    public const string Budget = "budget",
        Full = "full",
        Owner = "owner_unknown";

    private static readonly Meter Meter = new("Platform.Refused");

    private static readonly Counter<long> NotTold = Meter.CreateCounter<long>(
        "platform.refused.dropped",
        "{request}",
        "Refused requests that are in nobody's usage log, by reason"
    );

    public static void Dropped(int requests, string reason) => NotTold.Add(requests, new KeyValuePair<string, object?>("reason", reason));
}
