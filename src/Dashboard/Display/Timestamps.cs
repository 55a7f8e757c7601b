using System.Globalization;

namespace Platform.Dashboard.Display;

/// <summary>Formats times, always in UTC and labelled so, and durations.</summary>
public static class Timestamps
{
    public static string Full(DateTimeOffset time) => Format(time, "yyyy-MM-dd HH:mm:ss 'UTC'");

    public static string Minute(DateTimeOffset time) => Format(time, "yyyy-MM-dd HH:mm 'UTC'");

    /// <summary>Without the zone, for a column whose header names it.</summary>
    public static string InColumn(DateTimeOffset time) => Format(time, "yyyy-MM-dd HH:mm:ss");

    /// <summary>For the <c>datetime</c> attribute.</summary>
    public static string Machine(DateTimeOffset time) => Format(time, "yyyy-MM-dd'T'HH:mm:ss.fff'Z'");

    /// <summary><c>840 ms</c>, <c>1.2 s</c>, <c>2 min 5 s</c>.</summary>
    public static string Duration(long milliseconds) =>
        milliseconds switch
        {
            < 1_000 => string.Create(CultureInfo.InvariantCulture, $"{milliseconds} ms"),
            < 60_000 => string.Create(CultureInfo.InvariantCulture, $"{Math.Truncate(milliseconds / 100m) / 10:0.0} s"),
            _ => string.Create(CultureInfo.InvariantCulture, $"{milliseconds / 60_000} min {milliseconds / 1_000 % 60} s"),
        };

    /// <summary>How long ago, in the largest fitting unit and rounded down: <c>2 minutes ago</c>.</summary>
    public static string Ago(DateTimeOffset time, DateTimeOffset now) =>
        (now - time) switch
        {
            { TotalSeconds: < 60 } => "less than a minute ago",
            { TotalMinutes: < 60 } ago => Count((long)ago.TotalMinutes, "minute"),
            { TotalHours: < 24 } ago => Count((long)ago.TotalHours, "hour"),
            { TotalDays: < 60 } ago => Count((long)ago.TotalDays, "day"),
            var ago => Count((long)(ago.TotalDays / 30), "month"),
        };

    public static string Day(DateTimeOffset time) => Format(time, "yyyy-MM-dd");

    /// <summary>A wait, rounded up: <c>20 seconds</c>, <c>5 minutes</c>.</summary>
    public static string Wait(TimeSpan wait) =>
        wait.TotalSeconds switch
        {
            <= 1 => "1 second",
            < 90 => Whole(wait.TotalSeconds, "seconds"),
            _ => Whole(wait.TotalMinutes, "minutes"),
        };

    private static string Count(long number, string unit) =>
        string.Create(CultureInfo.InvariantCulture, $"{number} {unit}{(number == 1 ? "" : "s")} ago");

    private static string Whole(double number, string unit) =>
        string.Create(CultureInfo.InvariantCulture, $"{Math.Ceiling(number):0} {unit}");

    private static string Format(DateTimeOffset time, string format) => time.UtcDateTime.ToString(format, CultureInfo.InvariantCulture);
}
