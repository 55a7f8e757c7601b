using Platform.Contracts;
using Platform.Dashboard.Clients;
using Platform.Dashboard.Display;
using Xunit;

namespace Platform.Tests.Unit.Dashboard.Display;

/// <summary>Limits of requests and tokens, as a person reads them.</summary>
public sealed class LimitWordsTests
{
    private static readonly RatesInForce InForce = new(new RateLimits(1_000, 500), new RateLimits(ConcurrentRequests: 200));

    [Theory]
    [InlineData(null, null, null, "")]
    [InlineData(60, null, null, "60 requests a minute")]
    [InlineData(1, 1L, 1, "1 request and 1 token a minute, 1 request at once")]
    [InlineData(null, 200_000L, null, "200,000 tokens a minute")]
    [InlineData(60, 200_000L, 4, "60 requests and 200,000 tokens a minute, 4 requests at once")]
    [InlineData(null, null, 4, "4 requests at once")]
    public void Only_what_is_limited_is_said(int? requests, long? tokens, int? atOnce, string words) =>
        Assert.Equal(words, LimitWords.Of(new RateLimits(requests, tokens, atOnce)));

    [Theory]
    [InlineData(null, null, null, 1_000, 500L, null)]
    [InlineData(10, 600L, 7, 10, 500L, 7)]
    public void A_keys_own_limits_are_never_more_than_those_of_every_key(
        int? requests,
        long? tokens,
        int? atOnce,
        int? inForce,
        long? tokensInForce,
        int? atOnceInForce
    )
    {
        var key = new KeyView("id", "id", "n", "Ab9z", KeyStatus.Active, default, null, null, null, null, null) with
        {
            RequestsPerMinute = requests,
            TokensPerMinute = tokens,
            ConcurrentRequests = atOnce,
        };
        Assert.Equal(new RateLimits(inForce, tokensInForce, atOnceInForce), InForce.Of(key));
    }

    [Fact]
    public void A_limit_that_is_not_there_is_said_to_be_none() =>
        Assert.Equal(("no limit", "12,000"), (LimitWords.Number(null), LimitWords.Number(12_000)));
}
