using Platform.Contracts;
using Platform.Dashboard.Public;
using Xunit;

namespace Platform.Tests.Unit.Dashboard.Public;

public sealed class PriceChartTests
{
    private const long Usd = Money.NanoPerUsd;
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_price_that_never_changed_has_no_picture() => Assert.Null(PriceChart.Of([Change(0, 1, 4)], true, Start.AddDays(9)));

    [Fact]
    public void Each_price_holds_until_the_next_and_the_last_until_now()
    {
        var chart = PriceChart.Of([Change(0, 2, 8), Change(50, 1, 4)], true, Start.AddDays(100))!;
        Assert.Equal((new Money(10 * Usd), new Money(5 * Usd)), (chart.Top, chart.Half));
        Assert.Equal([("Input", "M0 80H300V90H600"), ("Output", "M0 20H300V60H600")], chart.Lines.Select(line => (line.Name, line.Path)));
        Assert.Equal((Start, Start.AddDays(100), null), (chart.From, chart.To, chart.Now));
    }

    [Fact]
    public void An_announced_price_lies_behind_today()
    {
        var chart = PriceChart.Of([Change(0, 2, 8), Change(100, 1, 4)], true, Start.AddDays(53))!;
        Assert.Equal(Start.AddDays(106), chart.To);
        Assert.Equal(300, chart.Now);
    }

    [Fact]
    public void Cached_input_is_shown_where_it_has_a_price_and_output_where_there_is_some()
    {
        PriceChange[] prices = [Change(0, 1, 0), new(Start.AddDays(1), new Price(2, Usd, 0, CachedInput: Usd / 2))];
        Assert.Equal(["Input", "Cached"], PriceChart.Of(prices, false, Start.AddDays(2))!.Lines.Select(line => line.Name));
    }

    private static PriceChange Change(int day, long input, long output) => new(Start.AddDays(day), new Price(1, input * Usd, output * Usd));
}
