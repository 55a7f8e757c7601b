using Platform.Contracts;
using Platform.Dashboard.Display;
using Xunit;

namespace Platform.Tests.Unit.Dashboard.Display;

public sealed class FindingTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 10, 12, 0, 0, TimeSpan.Zero);
    private static readonly Pace DollarADay = Pace.Of(
        [new UsageDay(DateOnly.FromDateTime(Now.UtcDateTime), Outcome.Completed, 1, TokenUsage.None, Money.FromUsd(1))],
        DateOnly.FromDateTime(Now.UtcDateTime)
    );

    [Fact]
    public void An_account_in_order_has_none() => Assert.Empty(Of(100, Key()));

    [Theory]
    [InlineData(0, "No credit", "Every request is refused until you buy credit.")]
    [InlineData(0.5, "Low credit", "At the pace of the last days it ends today.")]
    [InlineData(2.5, "Low credit", "At the pace of the last days it ends in 3 days.")]
    public void Credit_that_ends_is_told_with_the_way_to_buy(double usd, string word, string text)
    {
        var finding = Assert.Single(Of(usd, Key()));
        Assert.Equal((word, text, "~/credit"), (finding.Mark.Word, finding.Text, finding.Address));
    }

    [Theory]
    [InlineData(8, null, "Limit near", "The key “Cursor” has spent 80% of its limit of $10.00.")]
    [InlineData(10, null, "Limit reached", "The key “Cursor” has spent its limit of $10.00 and is refused.")]
    [InlineData(0, 6, "Ends soon", "The key “Cursor” ends on 2026-03-16.")]
    public void A_key_that_stops_soon_is_named(int spent, int? daysLeft, string word, string text)
    {
        var key = Key() with { SpendLimit = Money.FromUsd(10), ExpiresAt = daysLeft is { } days ? Now.AddDays(days) : null };
        var finding = Assert.Single(Of(100, key, spent));
        Assert.Equal((word, text), (finding.Mark.Word, finding.Text));
    }

    [Fact]
    public void Failures_of_one_kind_are_one_line_that_leads_to_the_code()
    {
        var failed = ((string?[])["upstream_timeout", "upstream_error", "upstream_error", null]).Select(Record).ToArray();
        var findings = Finding.Of(new BalanceView(Money.FromUsd(100), Money.Zero), DollarADay, [], failed, Now);
        Assert.Equal(["~/errors/upstream_error", "~/errors/upstream_timeout"], findings.Select(finding => finding.Address));
        Assert.Equal(
            [
                "2 requests of the last day failed with upstream_error; they cost nothing.",
                "1 request of the last day failed with upstream_timeout; it cost nothing.",
            ],
            findings.Select(finding => finding.Text)
        );
    }

    [Fact]
    public void What_failed_after_it_had_begun_says_what_it_cost()
    {
        var failed = Record("upstream_error") with { Charge = Money.FromUsd(0.25m) };
        var finding = Assert.Single(Finding.Of(new BalanceView(Money.FromUsd(100), Money.Zero), DollarADay, [], [failed], Now));
        Assert.Equal("1 request of the last day failed with upstream_error; it cost $0.25.", finding.Text);
    }

    private static IReadOnlyList<Finding> Of(double usd, KeyView key, int spent = 0) =>
        Finding.Of(
            new BalanceView(Money.FromUsd((decimal)usd), Money.Zero),
            DollarADay,
            KeyRow.From([key], [new BudgetView(key.BudgetId, Money.FromUsd(spent), Money.Zero)], Now),
            [],
            Now
        );

    private static KeyView Key() =>
        new("Abcd12345678", "Abcd12345678", "Cursor", "wxyz", KeyStatus.Active, Now.AddDays(-1), null, null, null, null, null);

    private static UsageRecord Record(string? code) =>
        new(
            "req_1",
            1,
            "k",
            "/v1/responses",
            "m",
            "u",
            false,
            Now,
            1,
            null,
            500,
            Outcome.Failed,
            code,
            TokenUsage.None,
            UsageSource.None,
            new Price(1, 0, 0),
            Money.Zero,
            Money.Zero,
            null,
            null
        );
}
