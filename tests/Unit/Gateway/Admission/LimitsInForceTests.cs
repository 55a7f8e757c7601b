using Microsoft.Extensions.Options;
using Platform.Contracts;
using Platform.Gateway.Admission;
using Platform.Gateway.Billing;
using Platform.Till;
using Xunit;

namespace Platform.Tests.Unit.Gateway.Admission;

public sealed class LimitsInForceTests
{
    private static readonly HoldEstimate Estimate = new(new Money(2), new Money(1), 4_003, 259);
    private static readonly Model Model = new("m", "us", default, 10, 10, []);
    private static readonly HoldSubject Subject = new("req_1", new HoldOwner(Guid.Empty, "budget", "key", "", "m"), null, null);

    [Fact]
    public void Without_settings_nothing_counts_but_the_rate_of_the_key_and_the_requests_of_the_account()
    {
        var limits = Limits(new AdmissionOptions());
        Assert.Null(limits.Counted(Subject, Model, Estimate, countsTokens: false));
        Assert.Equal(new RateLimits(1_000), limits.OfKey(null));
        Assert.Equal(new RateLimits(ConcurrentRequests: 200), limits.OfAccount(null));
    }

    [Fact]
    public void A_keys_own_are_never_more_than_the_gateways()
    {
        var limits = Limits(new AdmissionOptions { TokensPerMinute = 500 });
        Assert.Equal(new RateLimits(1_000, 500, 9), limits.OfKey(new RateLimits(2_000, 600, 9)));
        Assert.Equal(new RateLimits(10, 400), limits.OfKey(new RateLimits(10, 400)));
    }

    [Fact]
    public void An_accounts_and_a_models_take_the_place_of_the_gateways()
    {
        var limits = Limits(
            new AdmissionOptions
            {
                TokensPerMinutePerAccount = 500,
                RequestsPerMinutePerModel = 5,
                ConcurrentRequestsPerModel = 2,
            }
        );
        Assert.Equal(new RateLimits(7, 900, 200), limits.OfAccount(new RateLimits(7, 900)));
        Assert.Equal(new RateLimits(60, null, 2), limits.OfModel(Model with { Limits = new RateLimits(60) }));
    }

    [Fact]
    public void What_counts_is_named_once_for_each_limit_and_a_count_of_tokens_only_runs()
    {
        var limits = Limits(new AdmissionOptions { TokensPerMinute = 500, RequestsPerMinutePerAccount = 70 });
        var model = Model with { Limits = new RateLimits(60, 7, 2) };
        var counted = limits.Counted(Subject, model, Estimate, countsTokens: false)!;
        Assert.Equal((259, 4_003), (counted.LeastTokens, counted.MostTokens));
        Assert.Equal(
            [
                new ScopeLimits(LimitScope.Key, "budget", new RateLimits(null, 500)),
                new ScopeLimits(LimitScope.Account, "", new RateLimits(70)),
                new ScopeLimits(LimitScope.Model, "m", new RateLimits(60, 7, 2)),
            ],
            counted.Scopes
        );
        Assert.Equal("259 4003\nbudget 0 500 0\naccount 70 0 0\nmodel:m 60 7 2", counted.Text);
        Assert.Equal("0\tmodel:m 1 0 0 0", counted.RunningMarks);
        Assert.Equal(
            new ScopeLimits(LimitScope.Model, "m", new RateLimits(ConcurrentRequests: 2)),
            Assert.Single(limits.Counted(Subject, model, Estimate, countsTokens: true)!.Scopes)
        );
    }

    [Fact]
    public void Which_model_answers_makes_a_difference_where_one_of_several_has_limits()
    {
        var limited = Model with { Limits = new RateLimits(60) };
        var limits = Limits(new AdmissionOptions());
        Assert.True(limits.Differ([Model, limited]));
        Assert.True(limits.Differ([limited, Model]));
        Assert.False(limits.Differ([Model, Model]));
        Assert.False(limits.Differ([limited]));
        Assert.True(Limits(new AdmissionOptions { ConcurrentRequestsPerModel = 2 }).Differ([Model, Model]));
    }

    [Theory]
    [InlineData(200, 1_000)]
    [InlineData(150, 550)]
    [InlineData(100, 100)]
    [InlineData(90, 100)]
    [InlineData(900, 1_000)]
    public void A_hold_pays_for_a_part_of_the_tokens(long hold, long tokens) =>
        Assert.Equal(tokens, new HoldEstimate(new Money(200), new Money(100), 1_000, 100).PaidBy(new Money(hold)).MostTokens);

    private static LimitsInForce Limits(AdmissionOptions options) => new(Options.Create(options));
}
