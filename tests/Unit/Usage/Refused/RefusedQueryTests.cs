using Microsoft.AspNetCore.WebUtilities;
using Platform.Usage.Refused;
using Xunit;

namespace Platform.Tests.Unit.Usage.Refused;

public sealed class RefusedQueryTests
{
    private static RefusedQuery Parse(string query, out Dictionary<string, string[]> problems) =>
        RefusedQuery.Parse(new QueryCollection(QueryHelpers.ParseQuery(query)), out problems);

    [Fact]
    public void Every_filter_is_a_condition_and_only_those()
    {
        Assert.Equal(["account_id = @account"], Parse("", out _).Conditions());
        var query = Parse("?from=2026-01-01&to=2026-01-02&key=k&model=m&code=unknown_url&limit=7", out var problems);
        Assert.Empty(problems);
        Assert.Equal((7, "k", "m", "unknown_url"), (query.Limit, query.Key, query.Model, query.Code));
        Assert.Equal(
            ["account_id = @account", "at >= @From", "at < @To", "model = @Model", "key_id = @Key", "code = @Code"],
            query.Conditions()
        );
    }

    [Theory]
    [InlineData("?code=a%00", "code")]
    [InlineData("?limit=201", "limit")]
    [InlineData("?from=yesterday", "from")]
    [InlineData("?cursor=!", "cursor")]
    public void What_is_wrong_is_named(string query, string field)
    {
        Parse(query, out var problems);
        Assert.Equal([field], problems.Keys);
    }
}
