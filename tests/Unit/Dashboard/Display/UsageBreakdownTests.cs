using Platform.Contracts;
using Platform.Dashboard.Display;
using Xunit;

namespace Platform.Tests.Unit.Dashboard.Display;

/// <summary>Usage by day, divided by model or key.</summary>
public sealed class UsageBreakdownTests
{
    private static readonly DateOnly Today = new(2026, 3, 1);

    [Fact]
    public void Bars_are_stacked_by_group_with_the_most_at_the_bottom()
    {
        var chart = Of(UsageMetric.Cost, Day(0, "a", 1, 100), Day(0, "b", 3, 300), Day(1, "a", 1, 50));
        Assert.Equal(["B", "A"], chart.Groups.Select(group => group.Name));
        Assert.Equal(new Money(150), chart.Groups[1].Totals.Charge);
        Assert.Equal(500, chart.Top);
        Assert.Equal([(0, 0.0, 60.0), (1, 60.0, 20.0)], chart.Bars[^1].Parts.Select(part => (part.Group, part.From, part.Height)));
        Assert.Equal([(1, 0.0, 10.0)], chart.Bars[^2].Parts.Select(part => (part.Group, part.From, part.Height)));
        Assert.Equal("2026-03-01: $0.0000004, 4 requests", chart.Bars[^1].Text);
    }

    [Theory]
    [InlineData(0, 7)]
    [InlineData(6, 7)]
    [InlineData(13, 14)]
    [InlineData(29, 30)]
    [InlineData(30, 30)]
    public void Without_a_first_day_the_chart_begins_with_the_first_requests_but_has_a_week(int daysAgo, int bars) =>
        Assert.Equal(bars, Of(UsageMetric.Cost, Day(daysAgo, "a", 1, 100)).Bars.Count);

    [Fact]
    public void Beyond_the_colours_the_rest_is_together()
    {
        var chart = Of(UsageMetric.Requests, [.. Enumerable.Range(1, 9).Select(i => Day(0, $"m{i}", i, 1))]);
        Assert.Equal(["M9", "M8", "M7", "M6", "M5", "all others"], chart.Groups.Select(group => group.Name));
        Assert.Equal(10, chart.Groups[^1].Totals.Requests);
        Assert.Equal(45, chart.Bars[^1].Totals.Requests);
        Assert.Equal(6, chart.Bars[^1].Parts.Count);
    }

    [Fact]
    public void The_time_to_the_first_token_is_a_mean_and_is_not_stacked()
    {
        var chart = Of(
            UsageMetric.FirstToken,
            Day(0, "a", 3, 1) with
            {
                FirstTokens = 3,
                FirstTokenMs = 900,
            },
            Day(0, "b", 1, 1) with
            {
                FirstTokens = 1,
                FirstTokenMs = 700,
            }
        );
        Assert.False(chart.IsStacked);
        Assert.Equal((500L, 400L), (chart.Top, chart.Bars[^1].Totals.FirstToken));
        Assert.Equal([80.0], chart.Bars[^1].Parts.Select(part => part.Height));
        Assert.Equal("400 ms", UsageBreakdown.TextOf(UsageMetric.FirstToken, 400));
    }

    [Fact]
    public void Tokens_are_those_in_and_out_and_days_need_not_be_divided()
    {
        var chart = Of(UsageMetric.Tokens, Day(0, null, 1, 5) with { Usage = new TokenUsage(70, 30) });
        Assert.Empty(chart.Groups);
        Assert.Equal(100, chart.Bars[^1].Parts[0].Height);
        Assert.True(Of(UsageMetric.Tokens).IsEmpty);
    }

    private static UsageBreakdown Of(UsageMetric metric, params UsageDay[] days) =>
        UsageBreakdown.Of(days, metric, null, null, Today, group => group.ToUpperInvariant());

    private static UsageDay Day(int ago, string? group, long requests, long nano) =>
        new(Today.AddDays(-ago), Outcome.Completed, requests, TokenUsage.None, new Money(nano), group);
}
