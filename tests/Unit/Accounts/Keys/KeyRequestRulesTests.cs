using Platform.Accounts.Keys;
using Platform.Contracts;
using Xunit;

namespace Platform.Tests.Unit.Accounts.Keys;

public sealed class KeyRequestRulesTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
    private static readonly string[] Sold = ["gpt-4o", "gpt-5"];

    [Fact]
    public void A_name_is_enough() => Assert.Null(KeyRequestRules.Check(new CreateKeyRequest("Cursor"), Sold, Now));

    [Fact]
    public void Every_limit_may_be_given() =>
        Assert.Null(KeyRequestRules.Check(new CreateKeyRequest("Cursor", Now.AddSeconds(1), new Money(1), ["gpt-4o"]), Sold, Now));

    [Fact]
    public void Everything_wrong_with_a_new_key_is_reported_at_once()
    {
        var refusal = KeyRequestRules.Check(new CreateKeyRequest(" ", Now, Money.Zero, []), Sold, Now)!;
        Assert.Equal(["name", "expiresAt", "spendLimit", "models"], refusal.Errors!.Keys);
    }

    [Fact]
    public void Unknown_models_are_named() =>
        Assert.Equal(
            "Not in the catalogue: \"gpt-6\", \"GPT-4o\". Use model ids as listed by GET /v1/models.",
            KeyRequestRules.Check(new CreateKeyRequest("x", Models: ["gpt-6", "gpt-4o", "GPT-4o", "gpt-6"]), Sold, Now)!.Errors!["models"][
                0
            ]
        );

    [Theory]
    [InlineData(100, true)]
    [InlineData(101, false)]
    public void A_name_has_at_most_100_characters_without_the_space_around_it(int length, bool accepted) =>
        Assert.Equal(accepted, KeyRequestRules.Check(new CreateKeyRequest("  " + new string('n', length) + " "), Sold, Now) is null);

    [Theory]
    [InlineData("\u200B\u200B")]
    [InlineData("\u202Eevil")]
    [InlineData("line\nbreak")]
    [InlineData("nul\0")]
    public void Characters_that_are_not_seen_are_refused_in_a_name(string name) =>
        Assert.Equal(["name"], KeyRequestRules.Check(new UpdateKeyRequest(name))!.Errors!.Keys);

    [Fact]
    public void Every_limit_may_be_changed_and_taken_away()
    {
        var limits = new KeyLimits(Now.AddSeconds(1), new Money(1), ["gpt-4o"]);
        Assert.Null(KeyRequestRules.Check(limits, new KeyLimits(), Sold, Now));
        Assert.Null(KeyRequestRules.Check(new KeyLimits(), limits, Sold, Now));
    }

    [Fact]
    public void What_a_key_has_may_stay_although_it_could_not_be_given_now()
    {
        var past = new KeyLimits(Now.AddDays(-1), new Money(5), ["gone"]);
        Assert.Null(KeyRequestRules.Check(past with { SpendLimit = new Money(6) }, past, Sold, Now));
        Assert.Equal(
            ["limits.expiresAt", "limits.spendLimit", "limits.models"],
            KeyRequestRules.Check(new KeyLimits(Now.AddDays(-2), new Money(0), ["other"]), past, Sold, Now)!.Errors!.Keys
        );
    }

    [Theory]
    [InlineData(1L, SpendPeriod.Day, true)]
    [InlineData(1_000_000_000_000_000L, SpendPeriod.Month, true)]
    [InlineData(1_000_000_000_000_001L, SpendPeriod.Week, false)]
    [InlineData(0L, SpendPeriod.Week, false)]
    [InlineData(5L, (SpendPeriod)3, false)]
    public void A_limit_for_a_period_is_above_zero_and_within_what_the_till_counts(long nano, SpendPeriod period, bool accepted)
    {
        var limits = new KeyLimits(PeriodLimit: new PeriodLimit(new Money(nano), period));
        Assert.Equal(accepted, KeyRequestRules.Check(limits, new KeyLimits(), Sold, Now) is null);
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(1, true)]
    [InlineData(1_000_000, true)]
    [InlineData(1_000_001, false)]
    public void A_rate_is_at_least_one_request_a_minute(int rate, bool accepted) =>
        Assert.Equal(accepted, KeyRequestRules.Check(new KeyLimits(RequestsPerMinute: rate), new KeyLimits(), Sold, Now) is null);

    [Theory]
    [InlineData(0, 1, "limits.tokensPerMinute")]
    [InlineData(1_000_000_001, 1, "limits.tokensPerMinute")]
    [InlineData(1, 0, "limits.concurrentRequests")]
    [InlineData(1, 100_001, "limits.concurrentRequests")]
    [InlineData(1_000_000_000, 100_000, null)]
    public void Tokens_a_minute_and_requests_at_once_have_a_least_and_a_most(long tokens, int atOnce, string? fault)
    {
        var limits = new KeyLimits(TokensPerMinute: tokens, ConcurrentRequests: atOnce);
        Assert.Equal(fault is null ? [] : [fault], KeyRequestRules.Check(limits, new KeyLimits(), Sold, Now)?.Errors?.Keys.ToArray() ?? []);
        Assert.Equal(fault is null, KeyRequestRules.Check(new RateLimits(1, tokens, atOnce)) is null);
    }

    [Fact]
    public void A_change_that_names_nothing_is_accepted() => Assert.Null(KeyRequestRules.Check(new UpdateKeyRequest()));

    [Theory]
    [InlineData(-1, false)]
    [InlineData(0, true)]
    [InlineData(604_800, true)]
    [InlineData(604_801, false)]
    public void Grace_is_at_most_seven_days(int seconds, bool accepted) =>
        Assert.Equal(accepted, KeyRequestRules.Check(new RotateKeyRequest(seconds)) is null);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("sk-abc")]
    [InlineData("zz23456789012345678901234567890123456789012345678901234567890123")]
    public void What_is_no_hash_is_refused(string? hash) =>
        Assert.Equal(["hash"], KeyRequestRules.Check(new VerifyKeyRequest(hash!))!.Errors!.Keys);
}
