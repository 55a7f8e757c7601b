using System.Globalization;

namespace Platform.Usage.Intake;

/// <summary>Events that are settled and not posted yet.</summary>
/// <param name="Oldest">When the oldest event was settled, by Redis's clock; null when there is none.</param>
internal sealed record Backlog(long Events, DateTimeOffset? Oldest)
{
    /// <summary>Reads the time from a stream entry's id, which begins with the milliseconds since 1970.</summary>
    public static DateTimeOffset? ParseTime(string entryId) =>
        DateTimeOffset.FromUnixTimeMilliseconds(
            long.Parse(entryId.AsSpan(0, entryId.IndexOf('-', StringComparison.Ordinal)), CultureInfo.InvariantCulture)
        );
}
