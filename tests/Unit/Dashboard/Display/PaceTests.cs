using Platform.Contracts;
using Platform.Dashboard.Display;
using Xunit;

namespace Platform.Tests.Unit.Dashboard.Display;

public sealed class PaceTests
{
    private static readonly DateOnly Today = new(2026, 3, 10);

    [Fact]
    public void The_pace_is_the_mean_of_the_days_since_the_first_request_of_the_week()
    {
        var pace = Pace.Of([Day(0, 1), Day(2, 2), Day(3, 3), Day(7, 99)], Today);
        Assert.Equal((Money.FromUsd(1), Money.FromUsd(6), Money.FromUsd(1.5m)), (pace.Today.Charge, pace.Week.Charge, pace.PerDay));
        Assert.Equal(6, pace.DaysLeft(Balance(10)));
    }

    [Fact]
    public void The_first_day_counts_whole() => Assert.Equal(Money.FromUsd(2), Pace.Of([Day(0, 2)], Today).PerDay);

    [Theory]
    [InlineData(0, 0)]
    [InlineData(-1, 0)]
    [InlineData(365, 365)]
    [InlineData(366, null)]
    public void Days_are_told_up_to_a_year(double usd, int? days) =>
        Assert.Equal(days, Pace.Of([Day(0, 1)], Today).DaysLeft(Balance((decimal)usd)));

    [Fact]
    public void What_is_held_is_not_left() =>
        Assert.Equal(7, Pace.Of([Day(0, 1)], Today).DaysLeft(new BalanceView(Money.FromUsd(10), Money.FromUsd(2.5m))));

    [Fact]
    public void Without_spending_there_is_no_end() => Assert.Null(Pace.Of([Day(0, 0)], Today).DaysLeft(Balance(5)));

    private static BalanceView Balance(decimal usd) => new(Money.FromUsd(usd), Money.Zero);

    private static UsageDay Day(int daysAgo, decimal usd) =>
        new(Today.AddDays(-daysAgo), Outcome.Completed, 1, TokenUsage.None, Money.FromUsd(usd));
}
