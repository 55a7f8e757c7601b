using Microsoft.Extensions.Time.Testing;
using Platform.Contracts;
using Platform.Dashboard.Pages.Usage;
using Xunit;

namespace Platform.Tests.Unit.Dashboard.Pages;

/// <summary>The chips above the usage log: each is a link to the same log with another filter.</summary>
public sealed class UsageChipsTests
{
    private static readonly DateOnly Today = new(2026, 3, 10);

    private static readonly UsageFilter All = new(Today.AddDays(-1), Today, "k", "m", Outcome.Failed, null, "admitted", "s");

    private static IndexModel Page(UsageFilter filter) =>
        new(null!, null!, null!, new FakeTimeProvider(new DateTimeOffset(Today, new TimeOnly(23, 59), TimeSpan.Zero)))
        {
            From = filter.From,
            To = filter.To,
            Key = filter.Key,
            ModelId = filter.Model,
            Outcome = filter.Outcome,
            Only = filter.Only,
            Session = filter.Session,
            Cursor = "old",
        };

    [Fact]
    public void A_span_of_days_ends_today_and_keeps_the_rest_of_the_filter() =>
        Assert.Equal(
            [
                ("Today", All with { From = Today, To = null }),
                ("7 days", All with { From = Today.AddDays(-6), To = null }),
                ("30 days", All with { From = Today.AddDays(-29), To = null }),
                ("All", All with { From = null, To = null }),
            ],
            Page(All).Presets
        );

    [Fact]
    public void What_was_refused_has_no_outcome_and_no_session() =>
        Assert.Equal(
            [
                ("All requests", All with { Only = null }),
                ("Let through", All),
                ("Refused", All with { Only = "refused", Outcome = null, Session = null }),
            ],
            Page(All).Kinds
        );

    [Fact]
    public void Each_chip_of_the_filter_takes_out_itself_alone() =>
        Assert.Equal(
            [
                ("from 2026-03-09", All with { From = null }),
                ("to 2026-03-10", All with { To = null }),
                ("key Ended key sk-k…", All with { Key = null }),
                ("model m", All with { Model = null }),
                ("Failed", All with { Outcome = null }),
                ("one session", All with { Session = null }),
            ],
            Page(All).Active
        );
}
