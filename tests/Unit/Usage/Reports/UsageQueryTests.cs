using Microsoft.AspNetCore.WebUtilities;
using Platform.Contracts;
using Platform.Usage.Reports;
using Xunit;

namespace Platform.Tests.Unit.Usage.Reports;

public sealed class UsageQueryTests
{
    [Fact]
    public void Nothing_asked_means_the_newest_fifty() =>
        Assert.Equal(new UsageQuery(null, null, null, null, null, null, 50), Parse("").Query);

    [Fact]
    public void Everything_asked_is_understood()
    {
        var cursor = new UsageCursor(new DateTime(1, DateTimeKind.Utc), 1, "req_1");

        var (query, problems) = Parse(
            $"?from=2026-01-01&to=2026-01-31T12:00:00%2B02:00&model=gpt-4.1-mini&key=key1&outcome=failed&cursor={cursor}&limit=200"
        );

        Assert.Empty(problems);
        Assert.Equal(
            new UsageQuery(
                new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc),
                new DateTime(2026, 1, 31, 10, 0, 0, DateTimeKind.Utc),
                "gpt-4.1-mini",
                "key1",
                Outcome.Failed,
                cursor,
                200
            ),
            query
        );
        Assert.Equal(DateTimeKind.Utc, query.To!.Value.Kind);
    }

    [Theory]
    [InlineData("?limit=0", "limit")]
    [InlineData("?limit=201", "limit")]
    [InlineData("?limit=-1", "limit")]
    [InlineData("?limit=ten", "limit")]
    [InlineData("?limit=1&limit=2", "limit")]
    [InlineData("?cursor=zz", "cursor")]
    [InlineData("?from=yesterday", "from")]
    [InlineData("?from=03/04/2026", "from")]
    [InlineData("?from=2026-01-31T12:00:00", "from")]
    [InlineData("?to=2026-01-31T12:00:00+02:00", "to")]
    [InlineData("?to=0001-01-01", "to")]
    [InlineData("?from=2026-02-01&to=2026-02-01", "to")]
    [InlineData("?outcome=3", "outcome")]
    [InlineData("?outcome=Paid", "outcome")]
    [InlineData("?model=%00", "model")]
    [InlineData("?key=a%00", "key")]
    public void Bad_parameter_is_named_with_its_mend(string queryString, string parameter)
    {
        var problem = Assert.Single(Parse(queryString).Problems);

        Assert.Equal(parameter, problem.Key);
        Assert.StartsWith(parameter + " must", Assert.Single(problem.Value), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_bad_parameter_is_named() =>
        Assert.Equal(["from", "limit", "outcome"], Parse("?limit=x&outcome=x&from=x").Problems.Keys.Order());

    private static (UsageQuery Query, Dictionary<string, string[]> Problems) Parse(string queryString)
    {
        var query = UsageQuery.Parse(new QueryCollection(QueryHelpers.ParseQuery(queryString)), out var problems);
        return (query, problems);
    }
}
