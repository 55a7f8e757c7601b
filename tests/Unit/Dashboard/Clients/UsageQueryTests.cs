using Platform.Contracts;
using Platform.Dashboard.Clients;
using Platform.Dashboard.Pages.Usage;
using Xunit;

namespace Platform.Tests.Unit.Dashboard.Clients;

public sealed class UsageQueryTests
{
    [Fact]
    public void Nothing_chosen_asks_for_the_newest() => Assert.Equal("?limit=50", new UsageQuery().ToString());

    [Fact]
    public void Everything_chosen_is_asked_for_and_escaped()
    {
        var day = new DateTimeOffset(2025, 6, 1, 0, 0, 0, TimeSpan.Zero);
        var query = new UsageQuery(day, day.AddDays(1), "a/b", "key1", Outcome.Failed, "c=1&d", 10);
        Assert.Equal(
            "?limit=10&from=2025-06-01T00%3A00%3A00.0000000%2B00%3A00&to=2025-06-02T00%3A00%3A00.0000000%2B00%3A00&model=a%2Fb&key=key1&outcome=Failed&cursor=c%3D1%26d",
            query.ToString()
        );
    }

    [Fact]
    public void The_last_day_of_a_filter_is_included()
    {
        var filter = new UsageFilter(From: new DateOnly(2025, 6, 1), To: new DateOnly(2025, 6, 1));
        var query = filter.ToQuery();
        Assert.Equal(TimeSpan.FromDays(1), query.To - query.From);
    }

    [Fact]
    public void An_older_page_keeps_the_filter() =>
        Assert.Equal(
            "~/usage?from=2025-06-01&key=key1&cursor=next",
            new UsageFilter(From: new DateOnly(2025, 6, 1), Key: "key1", Cursor: "next").ToAddress()
        );
}
