using System.Globalization;
using Platform.Contracts;

namespace Platform.Dashboard.Display;

/// <summary>What requests cost, by day or, over a long time, by month (UTC).</summary>
/// <param name="Top">The amount at the top of the axis: 1, 2 or 5 times a power of ten.</param>
public sealed record UsageChart(IReadOnlyList<UsageChart.Bar> Bars, Money Top, bool ByMonth)
{
    /// <summary>The days that are shown where no day is chosen.</summary>
    public const int DefaultDays = 30;

    private const int MostDays = 62,
        MostMonths = 36;

    /// <param name="Start">The day, or the first of the month.</param>
    /// <param name="Height">In percent of <see cref="Top"/>; at least 1 where there were requests.</param>
    public sealed record Bar(DateOnly Start, string Label, long Requests, long Failed, TokenUsage Usage, Money Charge, double Height)
    {
        /// <summary><c>2026-01-31: $0.0012, 3 requests</c>.</summary>
        public string Text => $"{Label}: {Amounts.Exact(Charge)}, {Count(Requests)}";
    }

    public bool IsEmpty => Bars.All(bar => bar.Requests == 0);

    public Money Half => new(Top.NanoUsd / 2);

    /// <summary>From <paramref name="from"/> to <paramref name="to"/>, none later than today; without them the last days.</summary>
    public static UsageChart From(IReadOnlyCollection<UsageDay> days, DateOnly? from, DateOnly? to, DateOnly today)
    {
        var (starts, byMonth) = Starts(from, to, today);
        var sums = days.ToLookup(day => byMonth ? MonthOf(day.Day) : day.Day);
        var top = TopOf(starts.Select(start => SumOf(sums[start]).NanoUsd).DefaultIfEmpty(0).Max());
        return new UsageChart([.. starts.Select(start => BarOf(start, [.. sums[start]], byMonth, top))], new Money(top), byMonth);
    }

    /// <summary>The days that are shown, or over a long time the firsts of the months.</summary>
    internal static (DateOnly[] Starts, bool ByMonth) Starts(DateOnly? from, DateOnly? to, DateOnly today)
    {
        var last = to < today ? to.Value : today;
        var first = from ?? (last.DayNumber > DefaultDays ? last.AddDays(1 - DefaultDays) : last);
        if (first > last)
            first = last;
        var byMonth = last.DayNumber - first.DayNumber >= MostDays;
        return ([.. byMonth ? Months(first, last) : Days(first, last)], byMonth);
    }

    public static string Count(long requests) => Amounts.Count(requests, "request");

    private static Bar BarOf(DateOnly start, UsageDay[] days, bool byMonth, long top)
    {
        var totals = UsageTotals.Of(days);
        return new Bar(
            start,
            start.ToString(byMonth ? "yyyy-MM" : "yyyy-MM-dd", CultureInfo.InvariantCulture),
            totals.Requests,
            totals.Failed,
            totals.Usage,
            totals.Charge,
            totals.Requests == 0 ? 0 : Math.Max(1, 100.0 * totals.Charge.NanoUsd / top)
        );
    }

    private static Money SumOf(IEnumerable<UsageDay> days) => days.Aggregate(Money.Zero, (sum, day) => sum + day.Charge);

    private static IEnumerable<DateOnly> Days(DateOnly first, DateOnly last) =>
        Enumerable.Range(first.DayNumber, last.DayNumber - first.DayNumber + 1).Select(DateOnly.FromDayNumber);

    private static IEnumerable<DateOnly> Months(DateOnly first, DateOnly last)
    {
        var (from, to) = (first.Year * 12 + first.Month - 1, last.Year * 12 + last.Month - 1);
        from = Math.Max(from, to + 1 - MostMonths);
        return Enumerable.Range(from, to - from + 1).Select(month => new DateOnly(month / 12, month % 12 + 1, 1));
    }

    internal static DateOnly MonthOf(DateOnly day) => new(day.Year, day.Month, 1);

    internal static long TopOf(long highest)
    {
        for (var power = 1L; power <= long.MaxValue / 10; power *= 10)
            foreach (var step in (int[])[1, 2, 5])
                if (power * step >= highest)
                    return power * step;
        return highest;
    }
}
