using Microsoft.Extensions.Time.Testing;
using Platform.Gateway.Rates;
using Xunit;

namespace Platform.Tests.Unit.Gateway.Rates;

public sealed class RateTests
{
    private readonly FakeTimeProvider time = new();

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(1_000)]
    [InlineData(1_000_000)]
    public void A_burst_of_a_minute_is_within_the_rate_and_the_next_waits_for_one_interval(int perMinute)
    {
        var rate = new Rate(perMinute, time);
        for (var i = 0; i < perMinute; i++)
        {
            Assert.Null(rate.Wait("a"));
            rate.Count("a");
        }

        var wait = rate.Wait("a")!.Value;
        Assert.InRange(wait.Ticks, (TimeSpan.TicksPerMinute / perMinute) - perMinute, TimeSpan.TicksPerMinute / perMinute);
        Assert.Null(rate.Wait("b"));
        time.Advance(wait);
        Assert.Null(rate.Wait("a"));
        rate.Count("a");
        Assert.NotNull(rate.Wait("a"));
    }

    [Fact]
    public void A_name_that_was_limited_waits_as_long_and_never_shorter_than_before()
    {
        var rate = new Rate(60, time);
        rate.Limit("a", TimeSpan.FromSeconds(5));
        rate.Limit("a", TimeSpan.FromSeconds(2));
        Assert.Equal(TimeSpan.FromSeconds(5), rate.Wait("a"));
        time.Advance(TimeSpan.FromSeconds(5));
        Assert.Null(rate.Wait("a"));
        rate.Count("a");
        Assert.Equal(TimeSpan.FromSeconds(1), rate.Wait("a"));
    }

    [Fact]
    public void Names_that_are_silent_again_are_forgotten_before_others()
    {
        var rate = new Rate(1, time);
        rate.Count("silent");
        time.Advance(TimeSpan.FromSeconds(61));
        for (var i = 0; i < 100_000; i++)
            rate.Count($"{i}");
        rate.Count("99999");
        Assert.NotNull(rate.Wait("99999"));
        Assert.NotNull(rate.Wait("1"));
    }
}
