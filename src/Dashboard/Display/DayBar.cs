using System.Globalization;
using Platform.Contracts;

namespace Platform.Dashboard.Display;

/// <summary>One day (UTC) of a chart of days.</summary>
/// <param name="Height">In percent of the highest charge of a day; at least 1 for a day with requests.</param>
public sealed record DayBar(DateOnly Day, long Requests, Money Charge, double Height)
{
    public const int Days = 30;

    /// <summary>The last <see cref="Days"/> days, oldest first, days without requests included.</summary>
    public static IReadOnlyList<DayBar> From(IEnumerable<UsageHour> hours, DateOnly today)
    {
        var byDay = hours.ToLookup(hour => DateOnly.FromDateTime(hour.Hour.UtcDateTime));
        var days = Enumerable
            .Range(0, Days)
            .Select(i => today.AddDays(i + 1 - Days))
            .Select(day =>
                (
                    Day: day,
                    Requests: byDay[day].Sum(hour => hour.Requests),
                    Charge: byDay[day].Aggregate(Money.Zero, (sum, hour) => sum + hour.Charge)
                )
            )
            .ToArray();
        var highest = Math.Max(1, days.Max(day => day.Charge.NanoUsd));
        return
        [
            .. days.Select(day => new DayBar(
                day.Day,
                day.Requests,
                day.Charge,
                day.Requests == 0 ? 0 : Math.Max(1, 100.0 * day.Charge.NanoUsd / highest)
            )),
        ];
    }

    /// <summary><c>2026-01-31: $0.0012, 3 requests</c>.</summary>
    public string Text => $"{Day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}: {Amounts.Exact(Charge)}, {Count(Requests)}";

    public static string Count(long requests) => requests == 1 ? "1 request" : $"{Amounts.Tokens(requests)} requests";
}
