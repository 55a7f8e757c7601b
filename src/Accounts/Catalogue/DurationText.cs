using System.Globalization;
using System.Text.RegularExpressions;

namespace Platform.Accounts.Catalogue;

/// <summary>A duration as the catalogue file has it: a whole number and its unit, such as <c>500ms</c>, <c>90s</c>, <c>10m</c>, <c>2h</c>.</summary>
internal static partial class DurationText
{
    public const string Expected = "a duration from \"100ms\" to \"24h\" with its unit, such as \"90s\" or \"10m\"";

    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(100),
        Longest = TimeSpan.FromHours(24);

    public static bool TryParse(string? text, out TimeSpan duration)
    {
        duration = default;
        if (text is null || Form().Match(text) is not { Success: true } match)
            return false;
        var number = long.Parse(match.Groups["number"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture);
        duration = match.Groups["unit"].Value switch
        {
            "ms" => TimeSpan.FromMilliseconds(number),
            "s" => TimeSpan.FromSeconds(number),
            "m" => TimeSpan.FromMinutes(number),
            _ => TimeSpan.FromHours(number),
        };
        return duration >= Shortest && duration <= Longest;
    }

    /// <summary>The largest unit in which it is a whole number.</summary>
    public static string For(TimeSpan duration) =>
        duration.Ticks % TimeSpan.TicksPerHour == 0 ? Text(duration.TotalHours, "h")
        : duration.Ticks % TimeSpan.TicksPerMinute == 0 ? Text(duration.TotalMinutes, "m")
        : duration.Ticks % TimeSpan.TicksPerSecond == 0 ? Text(duration.TotalSeconds, "s")
        : Text(duration.TotalMilliseconds, "ms");

    private static string Text(double number, string unit) => string.Create(CultureInfo.InvariantCulture, $"{number}{unit}");

    [GeneratedRegex("^(?<number>[0-9]{1,8})(?<unit>ms|s|m|h)\\z", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex Form();
}
