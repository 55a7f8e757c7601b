using System.Globalization;
using Platform.Contracts;

namespace Platform.Dashboard.Display;

/// <summary>Describes a session of an agent.</summary>
public static class SessionWords
{
    /// <summary><c>Claude Code: $1.84, 71 % cached, 42 requests</c>.</summary>
    public static string Of(UsageSession session) =>
        $"{CallerName.Of(session.Client)}: {Amounts.Rounded(session.Charge)}, {Cached(session)}, {UsageChart.Count(session.Requests)}";

    /// <summary>The part of the input that was read from a cache, in whole percent, rounded down.</summary>
    public static string Cached(UsageSession session) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{(session.Usage.Input > 0 ? 100 * session.Usage.CachedInput / session.Usage.Input : 0)} % cached"
        );

    /// <summary><c>2026-01-31 13:05 to 16:40 UTC</c>.</summary>
    public static string Span(UsageSession session)
    {
        var (from, to) = (session.StartedAt.UtcDateTime, session.LastAt.UtcDateTime);
        var end = to.ToString(from.Date == to.Date ? "HH:mm 'UTC'" : "yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);
        return $"{from.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)} to {end}";
    }

    /// <summary><c>This morning</c>, <c>This afternoon</c>, <c>This evening</c>, <c>Yesterday</c>, or the day; by UTC.</summary>
    public static string When(UsageSession session, DateTimeOffset now)
    {
        var (day, today) = (session.LastAt.UtcDateTime.Date, now.UtcDateTime.Date);
        return day == today
                ? session.LastAt.UtcDateTime.Hour switch
                {
                    < 12 => "This morning",
                    < 18 => "This afternoon",
                    _ => "This evening",
                }
            : day == today.AddDays(-1) ? "Yesterday"
            : Timestamps.Day(session.LastAt);
    }
}
