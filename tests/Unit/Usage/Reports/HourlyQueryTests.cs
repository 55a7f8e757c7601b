using Microsoft.AspNetCore.WebUtilities;
using Platform.Usage.Reports;
using Xunit;

namespace Platform.Tests.Unit.Usage.Reports;

public sealed class HourlyQueryTests
{
    [Fact]
    public void Everything_asked_is_understood()
    {
        var (query, problems) = Parse("?from=2026-01-01T01:00:00Z&to=2026-02-01T03:00:00%2B02:00&model=gpt-4.1-mini&key=key1");

        Assert.Empty(problems);
        Assert.Equal(
            new HourlyQuery(
                new DateTime(2026, 1, 1, 1, 0, 0, DateTimeKind.Utc),
                new DateTime(2026, 2, 1, 1, 0, 0, DateTimeKind.Utc),
                "gpt-4.1-mini",
                "key1"
            ),
            query
        );
    }

    [Theory]
    [InlineData("?to=2026-01-02", "from")]
    [InlineData("?from=2026-01-02", "to")]
    [InlineData("?from=yesterday&to=2026-01-02", "from")]
    [InlineData("?from=01/02/2026&to=2026-01-03", "from")]
    [InlineData("?from=2026-01-01T00:00:00&to=2026-01-02", "from")]
    [InlineData("?from=2026-01-01T00:30:00Z&to=2026-01-02", "from")]
    [InlineData("?from=2026-01-01&to=2026-01-01T05:30:00%2B05:00", "to")]
    [InlineData("?from=2026-01-02&to=2026-01-02", "to")]
    [InlineData("?from=2026-01-01T00:00:00Z&to=2026-02-01T01:00:00Z", "to")]
    [InlineData("?from=2026-01-01&to=2026-01-02&model=%00", "model")]
    public void What_is_wrong_is_named(string queryString, string parameter) => Assert.Equal([parameter], Parse(queryString).Problems.Keys);

    private static (HourlyQuery Query, Dictionary<string, string[]> Problems) Parse(string queryString) =>
        (HourlyQuery.Parse(new QueryCollection(QueryHelpers.ParseQuery(queryString)), out var problems), problems);
}
