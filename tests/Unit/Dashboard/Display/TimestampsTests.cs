using Platform.Dashboard.Display;
using Xunit;

namespace Platform.Tests.Unit.Dashboard.Display;

public sealed class TimestampsTests
{
    private static readonly DateTimeOffset Evening = new(2025, 3, 1, 23, 30, 5, TimeSpan.FromHours(-5));

    [Fact]
    public void Any_zone_is_shown_as_utc()
    {
        Assert.Equal("2025-03-02 04:30:05 UTC", Timestamps.Full(Evening));
        Assert.Equal("2025-03-02 04:30 UTC", Timestamps.Minute(Evening));
        Assert.Equal("2025-03-02T04:30:05.000Z", Timestamps.Machine(Evening));
    }

    [Theory]
    [InlineData(0, "0 ms")]
    [InlineData(999, "999 ms")]
    [InlineData(1_250, "1.2 s")]
    [InlineData(59_999, "59.9 s")]
    [InlineData(125_400, "2 min 5 s")]
    public void A_duration_has_the_unit_that_fits(long milliseconds, string expected) =>
        Assert.Equal(expected, Timestamps.Duration(milliseconds));

    [Theory]
    [InlineData(0, "less than a minute ago")]
    [InlineData(119, "1 minute ago")]
    [InlineData(120, "2 minutes ago")]
    [InlineData(3_600, "1 hour ago")]
    [InlineData(86_399, "23 hours ago")]
    [InlineData(86_400 * 59, "59 days ago")]
    [InlineData(86_400 * 90, "3 months ago")]
    public void How_long_ago_is_rounded_down(int seconds, string expected) =>
        Assert.Equal(expected, Timestamps.Ago(Evening, Evening.AddSeconds(seconds)));

    [Theory]
    [InlineData(0, "1 second")]
    [InlineData(19.2, "20 seconds")]
    [InlineData(241, "5 minutes")]
    public void A_wait_is_rounded_up(double seconds, string expected) =>
        Assert.Equal(expected, Timestamps.Wait(TimeSpan.FromSeconds(seconds)));
}
