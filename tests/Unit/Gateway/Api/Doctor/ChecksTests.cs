using Platform.Contracts;
using Platform.Gateway.Api.Doctor;
using Platform.Gateway.Errors;
using Xunit;

namespace Platform.Tests.Unit.Gateway.Api.Doctor;

public sealed class ChecksTests
{
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
    [InlineData(null, CheckStatus.Ok, "no spend limit of its own and has spent $1.00")]
    [InlineData(3, CheckStatus.Ok, "may spend $1.00 more of its $3.00")]
    [InlineData(2, CheckStatus.Fail, "has used up its spend limit of $2.00")]
    public void A_spend_limit_counts_what_is_held_too(int? limit, CheckStatus expected, string message)
    {
        var check = AccountChecks.SpendLimit(
            limit is { } usd ? Money.FromUsd(usd) : null,
            new BudgetView("id", Money.FromUsd(1), Money.FromUsd(1))
        );
        Assert.Equal(expected, check.Status);
        Assert.Contains(message, check.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, 0, CheckStatus.Skipped)]
    [InlineData(0, 3, CheckStatus.Ok)]
    [InlineData(2, 3, CheckStatus.Warn)]
    [InlineData(3, 3, CheckStatus.Fail)]
    public void Providers_that_are_away_matter_as_far_as_models_have_no_other(int down, int count, CheckStatus expected) =>
        Assert.Equal(expected, UpstreamHealth.Summarize([.. Enumerable.Range(0, down).Select(i => "m" + i)], count).Status);
}
