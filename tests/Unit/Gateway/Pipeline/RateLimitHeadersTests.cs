using Platform.Gateway.Admission;
using Platform.Gateway.Errors;
using Platform.Gateway.Pipeline;
using Xunit;

namespace Platform.Tests.Unit.Gateway.Pipeline;

public sealed class RateLimitHeadersTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 29, 12, 0, 0, TimeSpan.Zero);

    private static readonly RateState State = new(
        Now,
        new LimitState(60, 59, TimeSpan.FromSeconds(1)),
        new LimitState(40_000, 120, TimeSpan.FromMilliseconds(59_820.2))
    );

    private static readonly string[] OpenAI =
    [
        "x-ratelimit-limit-requests: 60",
        "x-ratelimit-remaining-requests: 59",
        "x-ratelimit-reset-requests: 900ms",
        "x-ratelimit-limit-tokens: 40000",
        "x-ratelimit-remaining-tokens: 120",
        "x-ratelimit-reset-tokens: 59.721s",
    ];

    [Theory]
    [InlineData("OpenAI")]
    [InlineData("Responses")]
    public void OpenAIs_tell_spans_from_the_beginning_of_the_response(string dialect) => Assert.Equal(OpenAI, Written(dialect, State));

    [Fact]
    public void Anthropics_tell_points_in_time() =>
        Assert.Equal(
            [
                .. OpenAI,
                "anthropic-ratelimit-requests-limit: 60",
                "anthropic-ratelimit-requests-remaining: 59",
                "anthropic-ratelimit-requests-reset: 2026-11-29T12:00:01Z",
                "anthropic-ratelimit-tokens-limit: 40000",
                "anthropic-ratelimit-tokens-remaining: 120",
                "anthropic-ratelimit-tokens-reset: 2026-11-29T12:01:00Z",
            ],
            Written("Anthropic", State)
        );

    [Fact]
    public void Without_a_limit_of_tokens_nothing_is_said_of_one() =>
        Assert.Equal(OpenAI[..3], Written("OpenAI", State with { Tokens = null }));

    [Theory]
    [InlineData(-5, "0s")]
    [InlineData(0, "0s")]
    [InlineData(0.2, "1ms")]
    [InlineData(8_640, "8.64s")]
    [InlineData(60_000, "1m0s")]
    [InlineData(126_500, "2m6.5s")]
    public void Spans_are_written_as_OpenAI_does(double ms, string text) =>
        Assert.Equal(text, RateLimitHeaders.Span(TimeSpan.FromMilliseconds(ms)));

    private static string[] Written(string dialect, RateState state)
    {
        var headers = new HeaderDictionary();
        RateLimitHeaders.Write(headers, Enum.Parse<Dialect>(dialect), state, Now.AddMilliseconds(100));
        return [.. headers.Select(header => $"{header.Key}: {header.Value}")];
    }
}
