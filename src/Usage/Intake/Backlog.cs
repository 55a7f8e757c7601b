using System.Globalization;

namespace Platform.Usage.Intake;

/// <summary>Events that are settled and not booked yet.</summary>
/// <param name="Oldest">When the oldest was settled, by Redis's clock; null when there is none.</param>
internal sealed record Backlog(long Events, DateTimeOffset? Oldest)
{
    /// <summary>A stream entry's id begins with the milliseconds since 1970.</summary>
    public static DateTimeOffset? TimeOf(string entryId) =>
        DateTimeOffset.FromUnixTimeMilliseconds(
            long.Parse(entryId.AsSpan(0, entryId.IndexOf('-', StringComparison.Ordinal)), CultureInfo.InvariantCulture)
        );
}
