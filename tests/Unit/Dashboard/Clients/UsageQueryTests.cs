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

    [Fact]
    public void Every_field_of_the_filter_is_asked_for_and_in_the_address()
    {
        var day = new DateOnly(2025, 6, 1);
        var start = new DateTimeOffset(2025, 6, 1, 0, 0, 0, TimeSpan.Zero);
        var filter = new UsageFilter(day, day.AddDays(1), "key1", "m", Outcome.Failed, "c", "admitted", "s", "Tokens", "model");
        Assert.Equal(
            new UsageQuery(start, start.AddDays(2), "m", "key1", Outcome.Failed, "c", Session: "s", Only: "admitted"),
            filter.ToQuery()
        );
        Assert.Equal(
            "~/usage?from=2025-06-01&to=2025-06-02&key=key1&model=m&outcome=Failed&only=admitted&session=s&show=Tokens&by=model&cursor=c",
            filter.ToAddress()
        );
        var refused = new RefusedFilter(day, day.AddDays(1), "key1", "m", "unknown_url", "c");
        Assert.Equal(new RefusedQuery(start, start.AddDays(2), "key1", "m", "unknown_url", "c"), refused.ToQuery());
        Assert.Equal("~/usage/refused?from=2025-06-01&to=2025-06-02&key=key1&model=m&code=unknown_url&cursor=c", refused.ToAddress());
        Assert.Equal("?limit=50&session=s&only=refused&by=key", new UsageQuery(Session: "s", Only: "refused", By: "key").ToString());
        Assert.Equal("?limit=50&key=k&model=m&code=x&cursor=c", new RefusedQuery(Key: "k", Model: "m", Code: "x", Cursor: "c").ToString());
    }
}
