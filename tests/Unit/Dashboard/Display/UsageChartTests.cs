using Platform.Contracts;
using Platform.Dashboard.Display;
using Xunit;

namespace Platform.Tests.Unit.Dashboard.Display;

public sealed class UsageChartTests
{
    private static readonly DateOnly Today = new(2026, 3, 1);

    [Fact]
    public void Without_chosen_days_it_shows_the_last_thirty_against_a_round_amount()
    {
        var chart = UsageChart.From(
            [Day(0, 2, 300), Day(0, 1, 100, Outcome.Failed), Day(1, 1, 100), Day(29, 1, 0), Day(30, 9, 900)],
            null,
            null,
            Today
        );

        Assert.Equal((UsageChart.DefaultDays, false, new Money(500)), (chart.Bars.Count, chart.ByMonth, chart.Top));
        Assert.Equal(("2026-03-01", 3, 1, 80), Shown(chart.Bars[^1]));
        Assert.Equal(("2026-02-28", 1, 0, 20), Shown(chart.Bars[^2]));
        Assert.Equal(("2026-02-27", 0, 0, 0), Shown(chart.Bars[^3]));
        // Free, but it was there.
        Assert.Equal(("2026-01-31", 1, 0, 1), Shown(chart.Bars[0]));
    }

    [Fact]
    public void It_follows_the_days_of_the_filter()
    {
        var chart = UsageChart.From([Day(3, 1, 7)], Today.AddDays(-4), Today.AddDays(-3), Today);
        Assert.Equal(["2026-02-25", "2026-02-26"], chart.Bars.Select(bar => bar.Label));
        Assert.Equal("2026-02-26: $0.000000007, 1 request", chart.Bars[1].Text);
    }

    [Fact]
    public void A_long_time_is_shown_by_month()
    {
        var chart = UsageChart.From([Day(0, 1, 100), Day(20, 2, 50), Day(70, 1, 10)], new DateOnly(2025, 12, 15), null, Today);
        Assert.True(chart.ByMonth);
        Assert.Equal(
            [("2025-12", 1, 0, 10), ("2026-01", 0, 0, 0), ("2026-02", 2, 0, 50), ("2026-03", 1, 0, 100)],
            chart.Bars.Select(Shown)
        );
    }

    [Theory]
    [InlineData("0001-01-01", null, 36)]
    [InlineData("2026-04-01", "2026-05-01", 1)] // not yet
    [InlineData("2026-02-28", "9999-12-31", 2)]
    [InlineData(null, "0001-01-01", 1)]
    public void Any_days_give_a_chart(string? from, string? to, int bars) =>
        Assert.Equal(bars, UsageChart.From([], Parse(from), Parse(to), Today).Bars.Count);

    private static DateOnly? Parse(string? day) =>
        day is null ? null : DateOnly.ParseExact(day, "O", System.Globalization.CultureInfo.InvariantCulture);

    private static (string, long, long, int) Shown(UsageChart.Bar bar) => (bar.Label, bar.Requests, bar.Failed, (int)bar.Height);

    private static UsageDay Day(int daysAgo, long requests, long charge, Outcome outcome = Outcome.Completed) =>
        new(Today.AddDays(-daysAgo), outcome, requests, TokenUsage.None, new Money(charge));
}
