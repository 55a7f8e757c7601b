using Platform.Contracts;
using Platform.Dashboard.Display;
using Xunit;

namespace Platform.Tests.Unit.Dashboard.Display;

public sealed class SessionWordsTests
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 31, 12, 0, 0, TimeSpan.Zero);

    private static UsageSession Session(DateTimeOffset last, long input = 100_000, long cached = 71_900) =>
        new("id", Noon.AddHours(-3), last, "k", "claude-cli/2.0", "m", 42, new TokenUsage(input, 5, cached), Money.FromUsd(1.84m));

    [Fact]
    public void A_session_says_what_it_cost_and_how_much_was_cached() =>
        Assert.Equal("Claude Code: $1.84, 71 % cached, 42 requests", SessionWords.Of(Session(Noon)));

    [Fact]
    public void Without_input_nothing_was_cached() => Assert.Equal("0 % cached", SessionWords.Cached(Session(Noon, 0, 0)));

    [Theory]
    [InlineData(-1, "This morning")]
    [InlineData(2, "This afternoon")]
    [InlineData(8, "This evening")]
    [InlineData(-20, "Yesterday")]
    [InlineData(-72, "2026-01-28")]
    public void It_says_when(int hours, string when) =>
        Assert.Equal(when, SessionWords.When(Session(Noon.AddHours(hours)), Noon.AddHours(11)));

    [Fact]
    public void It_says_from_when_to_when()
    {
        Assert.Equal("2026-01-31 09:00 to 12:00 UTC", SessionWords.Span(Session(Noon)));
        Assert.Equal("2026-01-31 09:00 to 2026-02-01 12:00 UTC", SessionWords.Span(Session(Noon.AddDays(1))));
    }
}
