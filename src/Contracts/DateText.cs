using System.Globalization;
using System.Text.RegularExpressions;

namespace Platform.Contracts;

/// <summary>
/// Reads days and times in the one form of ISO 8601 that has a single reading. <c>03/04/2026</c> is a day in March or in April, and a time
/// without its offset from UTC is a different moment in each place; both are refused.
/// </summary>
public static partial class DateText
{
    /// <summary>Each completes the sentence "It must be".</summary>
    public const string DayForm = "a day as year-month-day, for example 2026-01-31",
        TimeForm = "a time with its offset from UTC, for example 2026-01-31T00:00:00Z";

    public static bool TryParseDay(string? text, out DateOnly day) =>
        DateOnly.TryParseExact(text?.Trim(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out day);

    /// <returns>In UTC.</returns>
    public static bool TryParseTime(string? text, out DateTimeOffset time)
    {
        time = default;
        if (
            text is null
            || !Time().IsMatch(text)
            || !DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out var read)
        )
            return false;
        time = read.ToUniversalTime();
        return true;
    }

    [GeneratedRegex(@"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{1,7})?)?(?:Z|[+-][0-9]{2}:[0-9]{2})$")]
    private static partial Regex Time();
}
