using Platform.Contracts;
using Platform.Dashboard.Display;
using Xunit;

namespace Platform.Tests.Unit.Dashboard.Display;

public sealed class UsageCsvTests
{
    private static readonly UsageRecord Record = new(
        "req_1",
        2,
        "AbcdEfghIjkl",
        "/v1/chat/completions",
        "gpt-4.1",
        "primary",
        false,
        new DateTimeOffset(2026, 1, 31, 12, 0, 0, TimeSpan.Zero),
        840,
        null,
        503,
        Outcome.Failed,
        "upstream_unavailable",
        new TokenUsage(1_200, 30, 200, 5, 7),
        UsageSource.Upstream,
        new Price(3, 0, 0),
        Money.Zero,
        new Money(1_520),
        "curl/8",
        null
    );

    [Fact]
    public void A_row_has_a_value_for_each_name()
    {
        Assert.Equal(
            "2026-01-31T12:00:00.000Z,req_1,2,gpt-4.1,laptop,AbcdEfghIjkl,/v1/chat/completions,curl/8,Failed,503,upstream_unavailable,1200,200,5,30,7,Upstream,0.00000152,3,,840,gpt-4.1\r\n",
            UsageCsv.Row(Record, "laptop")
        );
        Assert.EndsWith(
            ",gpt-4.1,laptop,AbcdEfghIjkl,/v1/chat/completions,curl/8,Failed,503,upstream_unavailable,1200,200,5,30,7,Upstream,0.00000152,3,,840,gpt-6-luna\r\n",
            UsageCsv.Row(Record with { AskedModel = "gpt-6-luna" }, "laptop"),
            StringComparison.Ordinal
        );
        Assert.Equal(UsageCsv.Header.Count(c => c == ','), UsageCsv.Row(Record, "laptop").Count(c => c == ','));
    }

    [Theory]
    [InlineData("=1+1", "'=1+1")]
    [InlineData("@SUM(A1)", "'@SUM(A1)")]
    [InlineData("-2", "'-2")]
    [InlineData("a,b", "\"a,b\"")]
    [InlineData("say \"hi\"", "\"say \"\"hi\"\"\"")]
    [InlineData("=HYPERLINK(\"http://evil\",1)", "\"'=HYPERLINK(\"\"http://evil\"\",1)\"")]
    public void A_name_is_neither_a_formula_nor_another_column(string name, string written) =>
        Assert.Contains($",gpt-4.1,{written},AbcdEfghIjkl,", UsageCsv.Row(Record, name), StringComparison.Ordinal);
}
