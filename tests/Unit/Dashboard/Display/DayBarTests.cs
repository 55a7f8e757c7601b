using Platform.Contracts;
using Platform.Dashboard.Display;
using Xunit;

namespace Platform.Tests.Unit.Dashboard.Display;

public sealed class DayBarTests
{
    private static readonly DateOnly Today = new(2026, 3, 1);

    [Fact]
    public void Hours_are_added_up_by_day_and_drawn_against_the_dearest()
    {
        var bars = DayBar.From([Hour(0, 23, 2, 300), Hour(0, 0, 1, 100), Hour(1, 12, 1, 100), Hour(29, 1, 1, 0)], Today);

        Assert.Equal(DayBar.Days, bars.Count);
        Assert.Equal(new DayBar(Today, 3, new Money(400), 100), bars[^1]);
        Assert.Equal(new DayBar(new DateOnly(2026, 2, 28), 1, new Money(100), 25), bars[^2]);
        Assert.Equal(new DayBar(new DateOnly(2026, 2, 27), 0, Money.Zero, 0), bars[^3]);
        // Free, but it was there.
        Assert.Equal(new DayBar(new DateOnly(2026, 1, 31), 1, Money.Zero, 1), bars[0]);
    }

    [Fact]
    public void A_bar_says_its_numbers() =>
        Assert.Equal("2026-03-01: $1.50, 1 request", new DayBar(Today, 1, Money.FromUsd(1.5m), 100).Text);

    private static UsageHour Hour(int daysAgo, int hour, long requests, long charge) =>
        new(
            new DateTimeOffset(Today.AddDays(-daysAgo), new TimeOnly(hour, 0), TimeSpan.Zero),
            "model",
            "key",
            Outcome.Completed,
            requests,
            new TokenUsage(0, 0),
            new Money(charge)
        );
}
