using System.Globalization;
using Platform.Contracts;

namespace Platform.Dashboard.Display;

/// <summary>Usage by day or, over a long time, by month (UTC), each divided by model or key.</summary>
/// <param name="Groups">The models or keys with the most first; beyond the colours there are, the last is all others together.</param>
/// <param name="Top">The number at the top of the axis.</param>
public sealed record UsageBreakdown(
    UsageMetric Metric,
    IReadOnlyList<UsageBreakdown.Bar> Bars,
    IReadOnlyList<UsageBreakdown.Group> Groups,
    long Top,
    bool ByMonth
)
{
    /// <summary>The colours there are in the style sheet.</summary>
    public const int MaxGroups = 6;

    private const int MinDays = 7;

    private const string Others = "all others";

    /// <param name="Parts">From the bottom, each with the index of its group, in percent of the top.</param>
    public sealed record Bar(string Label, UsageTotals Totals, string Text, IReadOnlyList<Part> Parts);

    public sealed record Part(int Group, double From, double Height);

    public sealed record Group(string Name, UsageTotals Totals);

    public bool IsEmpty => Bars.All(bar => bar.Totals.Requests == 0);

    /// <summary>Means cannot be stacked: a bar of the time to the first token is one mean.</summary>
    public bool IsStacked => Groups.Count > 0 && Metric != UsageMetric.FirstToken;

    /// <summary>Where no first day is chosen, the first with requests of those that are shown then; a week at least.</summary>
    private static DateOnly? FirstOf(IReadOnlyCollection<UsageDay> days, DateOnly? to, DateOnly today)
    {
        var last = to < today ? to.Value : today;
        if (last.DayNumber <= UsageChart.DefaultDays)
            return null;
        var longest = last.AddDays(1 - UsageChart.DefaultDays);
        var first = days.Where(day => day.Day >= longest).Select(day => day.Day).DefaultIfEmpty(longest).Min();
        return first < last.AddDays(1 - MinDays) ? first : last.AddDays(1 - MinDays);
    }

    /// <param name="days">With their groups, where they are divided.</param>
    /// <param name="nameOf">The name of a group.</param>
    public static UsageBreakdown Of(
        IReadOnlyCollection<UsageDay> days,
        UsageMetric metric,
        DateOnly? from,
        DateOnly? to,
        DateOnly today,
        Func<string, string> nameOf
    )
    {
        var (starts, byMonth) = UsageChart.Starts(from ?? FirstOf(days, to, today), to, today);
        var shown = days.Where(day => starts.Contains(byMonth ? UsageChart.MonthOf(day.Day) : day.Day)).ToArray();
        var groups = GroupsOf(shown, metric);
        var sums = shown.ToLookup(day => byMonth ? UsageChart.MonthOf(day.Day) : day.Day);
        var top = Math.Max(
            metric == UsageMetric.Cost ? 0 : 2,
            UsageChart.TopOf(starts.Select(start => Value(UsageTotals.Of([.. sums[start]]), metric)).DefaultIfEmpty(0).Max())
        );
        return new UsageBreakdown(
            metric,
            [.. starts.Select(start => BarOf(start, byMonth, [.. sums[start]], metric, groups, Math.Max(1, top)))],
            [.. groups.Select(group => new Group(group.Key is { } key ? nameOf(key) : Others, group.Totals))],
            top,
            byMonth
        );
    }

    public string TextOf(long value) => TextOf(Metric, value);

    public static string TextOf(UsageMetric metric, long value) =>
        metric switch
        {
            UsageMetric.Cost => Amounts.Exact(new Money(value)),
            UsageMetric.FirstToken => Timestamps.Duration(value),
            _ => Amounts.Tokens(value),
        };

    private static long Value(UsageTotals totals, UsageMetric metric) =>
        metric switch
        {
            UsageMetric.Cost => totals.Charge.NanoUsd,
            UsageMetric.Requests => totals.Requests,
            UsageMetric.Tokens => totals.Usage.Input + totals.Usage.Output,
            _ => totals.FirstToken ?? 0,
        };

    /// <summary>A null key is all others; none where the days are not divided.</summary>
    private static List<(string? Key, UsageTotals Totals)> GroupsOf(UsageDay[] days, UsageMetric metric)
    {
        var all = days.Where(day => day.Group is not null)
            .GroupBy(day => day.Group!, StringComparer.Ordinal)
            .Select(group => (Key: (string?)group.Key, Days: group.ToArray()))
            .Select(group => (group.Key, group.Days, Totals: UsageTotals.Of(group.Days)))
            .OrderByDescending(group => Value(group.Totals, metric == UsageMetric.FirstToken ? UsageMetric.Requests : metric))
            .ThenBy(group => group.Key, StringComparer.Ordinal)
            .ToArray();
        if (all.Length <= MaxGroups)
            return [.. all.Select(group => (group.Key, group.Totals))];
        var rest = all[(MaxGroups - 1)..].SelectMany(group => group.Days).ToArray();
        return [.. all[..(MaxGroups - 1)].Select(group => (group.Key, group.Totals)), (null, UsageTotals.Of(rest))];
    }

    private static Bar BarOf(
        DateOnly start,
        bool byMonth,
        UsageDay[] days,
        UsageMetric metric,
        List<(string? Key, UsageTotals Totals)> groups,
        long top
    )
    {
        var totals = UsageTotals.Of(days);
        var label = start.ToString(byMonth ? "yyyy-MM" : "yyyy-MM-dd", CultureInfo.InvariantCulture);
        return new Bar(
            label,
            totals,
            $"{label}: {TextOf(metric, Value(totals, metric))}, {UsageChart.Count(totals.Requests)}",
            totals.Requests == 0 ? [] : Parts(days, metric, groups, top)
        );
    }

    private static List<Part> Parts(UsageDay[] days, UsageMetric metric, List<(string? Key, UsageTotals Totals)> groups, long top)
    {
        if (groups.Count == 0 || metric == UsageMetric.FirstToken)
            return [new Part(0, 0, Math.Max(1, 100.0 * Value(UsageTotals.Of(days), metric) / top))];
        var named = groups.Select(group => group.Key).ToHashSet();
        var (parts, at) = (new List<Part>(groups.Count), 0.0);
        foreach (var (index, group) in groups.Index())
        {
            var its = days.Where(day => group.Key is null ? !named.Contains(day.Group) : day.Group == group.Key).ToArray();
            var height = 100.0 * Value(UsageTotals.Of(its), metric) / top;
            if (its.Length == 0 || height <= 0)
                continue;
            parts.Add(new Part(index, at, height));
            at += height;
        }

        return parts.Count > 0 ? parts : [new Part(0, 0, 1)];
    }
}
