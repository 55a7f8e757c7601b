using Platform.Contracts;
using Platform.Gateway.Forwarding;
using Platform.Gateway.Upstreams;
using Xunit;

namespace Platform.Tests.Unit.Gateway.Forwarding;

public sealed class AttemptDeadlinesTests
{
    private static readonly ForwardingOptions Options = new()
    {
        ConnectTimeout = S(5),
        HeadersTimeout = S(60),
        FirstTokenTimeout = S(40),
        IdleTimeout = S(10),
        AnswerTimeout = S(300),
    };

    private static TimeSpan S(double seconds) => TimeSpan.FromSeconds(seconds);

    private static AttemptDeadlines Of(Deadlines? route = null, Deadlines? upstream = null, bool stream = true, double left = 3600) =>
        AttemptDeadlines.For(
            new ModelRoute("u", "m", ["openai-chat"], new Price(1, 1, 1), Deadlines: route),
            new Upstream(new UpstreamDefinition("u", "https://u/v1", Deadlines: upstream), [new Credential("c", "", 1)]),
            Options,
            stream,
            S(left)
        );

    [Fact]
    public void The_routes_comes_before_the_upstreams_and_that_before_the_settings()
    {
        Assert.Equal(new AttemptDeadlines(S(5), S(60), S(40), S(10), S(300), true), Of());
        var upstream = new Deadlines(S(1), S(2), S(3), S(4), S(50));
        Assert.Equal(new AttemptDeadlines(S(1), S(2), S(3), S(4), S(50), true), Of(upstream: upstream));
        Assert.Equal(
            new AttemptDeadlines(S(1), S(2), S(9), S(4), S(50), true),
            Of(route: new Deadlines(FirstToken: S(9)), upstream: upstream)
        );
    }

    [Fact]
    public void No_attempt_goes_beyond_the_time_of_the_request() =>
        Assert.Equal((S(7), S(7)), (Of(left: 7).Total, Of(left: 7).UntilHeaders));

    [Fact]
    public void A_streams_headers_come_before_its_first_token_and_a_whole_answer_has_none() =>
        Assert.Equal((S(40), S(60)), (Of().UntilHeaders, Of(stream: false).UntilHeaders));

    [Theory]
    [InlineData(true, 0, false, 10)]
    [InlineData(true, 35, false, 5)]
    [InlineData(true, 40, false, 0)]
    [InlineData(true, 41, false, 0)]
    [InlineData(true, 41, true, 10)]
    [InlineData(true, 295, true, 5)]
    [InlineData(true, 301, true, 0)]
    [InlineData(false, 35, false, 10)]
    [InlineData(false, 295, false, 5)]
    public void The_nearest_deadline_counts(bool stream, double elapsed, bool hasContent, double wait) =>
        Assert.Equal(S(wait), Of(stream: stream).UntilNextRead(S(elapsed), hasContent));
}
