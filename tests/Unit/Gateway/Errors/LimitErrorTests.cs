using Platform.Gateway.Errors;
using Platform.Till;
using Xunit;

namespace Platform.Tests.Unit.Gateway.Errors;

public sealed class LimitErrorTests
{
    private static readonly TimeSpan Wait = TimeSpan.FromSeconds(7);

    [Theory]
    [InlineData(1, "This API key may send 1 request a minute and has sent more. Wait 7 seconds, then try again.")]
    [InlineData(1000, "This API key may send 1000 requests a minute and has sent more. Wait 7 seconds, then try again.")]
    public void Requests_a_minute_are_counted_in_words(int limit, string expected) =>
        Assert.Equal(expected, ApiErrors.RateLimited(LimitScope.Key, "m", limit, Wait).Message);

    [Theory]
    [InlineData(1, "The account already has 1 request running at once, which is the limit. Wait for one to end, then try again.")]
    [InlineData(4, "The account already has 4 requests running at once, which is the limit. Wait for one to end, then try again.")]
    public void Requests_at_once_are_counted_in_words(int limit, string expected) =>
        Assert.Equal(expected, ApiErrors.TooManyAtOnce(LimitScope.Account, "m", limit).Message);

    [Theory]
    [InlineData(1, "The account may use 1 token a minute for 'm'. This request counts as 2,000, ")]
    [InlineData(1000, "The account may use 1,000 tokens a minute for 'm'. This request counts as 2,000, ")]
    public void Tokens_a_minute_are_counted_in_words(long limit, string expected) =>
        Assert.StartsWith(expected, ApiErrors.TokensLimited(LimitScope.Model, "m", limit, 2000, Wait).Message, StringComparison.Ordinal);
}
