using Platform.Contracts;
using Platform.Gateway.Api.Doctor;
using Platform.Gateway.Errors;
using Platform.Till;
using Xunit;

namespace Platform.Tests.Unit.Gateway.Api.Doctor;

public sealed class ChecksTests
{
    [Theory]
    [InlineData(60, 1_000, 0, CheckStatus.Ok)]
    [InlineData(4, 51, 3, CheckStatus.Ok)]
    [InlineData(3, 1_000, 0, CheckStatus.Warn)]
    [InlineData(60, 50, 0, CheckStatus.Warn)]
    [InlineData(60, 1_000, 4, CheckStatus.Warn)]
    public void A_limit_of_which_nearly_all_is_used_is_warned_of(int requests, long tokens, int running, CheckStatus status)
    {
        var check = LimitChecks.Describe([
            (new ScopeLimits(LimitScope.Key, "b", new RateLimits(60, 1_000, 4)), new LimitReading(requests, tokens, running)),
        ]);
        Assert.Equal(status, check.Status);
        Assert.Equal(
            $"The key has {requests} of 60 requests a minute left, {tokens:N0} of 1,000 tokens a minute left, {running} of 4 requests at once "
                + "running.",
            check.Message
        );
    }

    private static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly KeyFacts Key = new("id", "id", Guid.Empty, "mine", KeyStatus.Active, null, null, null);

    [Theory]
    [InlineData("localhost:8080", CheckStatus.Ok)]
    [InlineData("127.0.0.1:8080", CheckStatus.Ok)]
    [InlineData("localhost:9090", CheckStatus.Warn)]
    [InlineData("gateway.internal", CheckStatus.Warn)]
    public void The_host_of_the_request_is_compared_with_the_public_one(string host, CheckStatus expected)
    {
        var http = new DefaultHttpContext();
        http.Request.Host = new HostString(host);
        var check = ConnectionChecks.BaseUrl(http.Request, new PublicAddresses { BaseUrl = "http://localhost:8080/v1" });
        Assert.Equal(expected, check.Status);
        Assert.Contains(
            "The Base URL is http://localhost:8080/v1; for Claude Code and other clients of Anthropic's API it is http://localhost:8080, without /v1.",
            check.Fix ?? check.Message,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData(null, KeyStatus.Active, CheckStatus.Ok, "does not expire")]
    [InlineData(8, KeyStatus.Active, CheckStatus.Ok, "works until 2026-01-09 00:00 UTC")]
    [InlineData(6, KeyStatus.Active, CheckStatus.Warn, "expires on 2026-01-07 00:00 UTC")]
    [InlineData(8, KeyStatus.Replaced, CheckStatus.Warn, "was replaced by a newer one")]
    public void A_key_that_will_end_soon_is_a_warning(int? days, KeyStatus status, CheckStatus expected, string message)
    {
        var check = KeyChecks.Expiry(Key with { EndsAt = days is { } left ? Now.AddDays(left) : null, Status = status }, Now);
        Assert.Equal(expected, check.Status);
        Assert.Contains(message, check.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(5, 0, CheckStatus.Ok, "The account has $5.00 of credit.")]
    [InlineData(5, 2, CheckStatus.Ok, "The account has $5.00 of credit, of which $2.00 is set aside for requests that are still running.")]
    [InlineData(5, 5, CheckStatus.Warn, "All of the account's $5.00 is set aside for requests that are still running.")]
    [InlineData(0, 0, CheckStatus.Fail, "The account has no credit left.")]
    public void Credit_that_is_gone_is_distinguished_from_credit_that_is_set_aside(
        int credit,
        int held,
        CheckStatus expected,
        string message
    )
    {
        var check = AccountChecks.Credit(new BalanceView(Money.FromUsd(credit), Money.FromUsd(held)));
        Assert.Equal((expected, message), (check.Status, check.Message));
    }

    [Theory]
    [InlineData(null, CheckStatus.Ok, "no spend limit in total and has spent $1.00")]
    [InlineData(3, CheckStatus.Ok, "may spend $1.00 more of its $3.00")]
    [InlineData(2, CheckStatus.Fail, "has used up its spend limit of $2.00")]
    public void A_spend_limit_counts_what_is_held_too(int? limit, CheckStatus expected, string message)
    {
        var check = AccountChecks.SpendLimit(
            LimitedKey(limit is { } usd ? Money.FromUsd(usd) : null, null),
            new BudgetView("id", Money.FromUsd(1), Money.FromUsd(1)),
            Today
        );
        Assert.Equal(expected, check.Status);
        Assert.Contains(message, check.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(SpendPeriod.Day, 4, CheckStatus.Ok, "It has spent $1.00 of the $4.00 that it may spend in this day.", null)]
    [InlineData(SpendPeriod.Day, 1, CheckStatus.Fail, "has used up its spend limit of $1.00 a day.", "until 2026-11-30, 00:00 UTC")]
    [InlineData(SpendPeriod.Week, 2, CheckStatus.Fail, "has used up its spend limit of $2.00 a week.", "until 2026-11-30, 00:00 UTC")]
    [InlineData(SpendPeriod.Month, 3, CheckStatus.Fail, "has used up its spend limit of $3.00 a month.", "until 2026-12-01, 00:00 UTC")]
    public void A_spend_limit_for_a_period_says_when_it_starts_anew(
        SpendPeriod period,
        int limit,
        CheckStatus expected,
        string message,
        string? fix
    )
    {
        var check = AccountChecks.SpendLimit(
            LimitedKey(null, new PeriodLimit(Money.FromUsd(limit), period)),
            new BudgetView("id", Money.FromUsd(9), Money.Zero, new PeriodSpending(Money.FromUsd(1), Money.FromUsd(2), Money.FromUsd(3))),
            Today
        );
        Assert.Equal(expected, check.Status);
        Assert.Contains(message, check.Message, StringComparison.Ordinal);
        Assert.Contains(fix ?? "", check.Fix ?? "", StringComparison.Ordinal);
    }

    private static readonly DateOnly Today = new(2026, 11, 29);

    private static KeyFacts LimitedKey(Money? limit, PeriodLimit? period) =>
        new("id", "id", Guid.Empty, "key", KeyStatus.Active, null, limit, null, period);

    [Theory]
    [InlineData(0, 0, CheckStatus.Skipped)]
    [InlineData(0, 3, CheckStatus.Ok)]
    [InlineData(2, 3, CheckStatus.Warn)]
    [InlineData(3, 3, CheckStatus.Fail)]
    public void Providers_that_are_away_matter_as_far_as_models_have_no_other(int down, int count, CheckStatus expected) =>
        Assert.Equal(expected, ProviderCheck.Summarize([.. Enumerable.Range(0, down).Select(i => "m" + i)], count).Status);
}
