using Platform.Contracts;
using Xunit;

namespace Platform.Tests.Unit.Contracts;

public sealed class DateTextTests
{
    [Theory]
    [InlineData("2026-01-31", 2026, 1, 31)]
    [InlineData(" 2028-02-29 ", 2028, 2, 29)]
    public void A_day_is_year_month_day(string text, int year, int month, int day)
    {
        Assert.True(DateText.TryParseDay(text, out var read));
        Assert.Equal(new DateOnly(year, month, day), read);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("03/04/2026")]
    [InlineData("31/12/2026")]
    [InlineData("31.12.2026")]
    [InlineData("3-4-26")]
    [InlineData("26-01-31")]
    [InlineData("2026-1-31")]
    [InlineData("2026-02-29")]
    [InlineData("20260131")]
    [InlineData("4 March 2026")]
    [InlineData("tomorrow")]
    [InlineData("2026-01-31T00:00:00Z")]
    [InlineData("٢٠٢٦-٠١-٣١")]
    public void Any_other_day_is_refused(string? text) => Assert.False(DateText.TryParseDay(text, out _));

    [Theory]
    [InlineData("2026-01-31T12:00:00Z", "2026-01-31T12:00:00")]
    [InlineData("2026-01-31T12:00Z", "2026-01-31T12:00:00")]
    [InlineData("2026-01-31T12:00:00.2500000+00:00", "2026-01-31T12:00:00.25")]
    [InlineData("2026-01-31T12:00:00+02:00", "2026-01-31T10:00:00")]
    [InlineData("2026-01-31T23:00:00-05:00", "2026-02-01T04:00:00")]
    public void A_time_has_its_offset_and_is_read_in_utc(string text, string utc)
    {
        Assert.True(DateText.TryParseTime(text, out var time));
        Assert.Equal((utc, TimeSpan.Zero), (time.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF", null), time.Offset));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("2026-01-31T12:00:00")]
    [InlineData("2026-01-31")]
    [InlineData("2026-01-31 12:00:00Z")]
    [InlineData("2026-01-31T12:00:00 02:00")]
    [InlineData("01/02/2026 12:00 Z")]
    [InlineData("03/04/2026")]
    [InlineData("Sat, 31 Jan 2026 12:00:00 GMT")]
    [InlineData("2026-13-31T12:00:00Z")]
    [InlineData("2026-01-31T25:00:00Z")]
    [InlineData("0001-01-01T00:00:00+14:00")]
    [InlineData("1769860800")]
    [InlineData("now")]
    public void Any_other_time_is_refused(string? text) => Assert.False(DateText.TryParseTime(text, out _));
}
