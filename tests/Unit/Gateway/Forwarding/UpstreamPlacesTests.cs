using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Platform.Contracts;
using Platform.Gateway.Fairness;
using Platform.Gateway.Forwarding;
using Platform.Gateway.Protocols;
using Platform.Gateway.Routes;
using Xunit;

namespace Platform.Tests.Unit.Gateway.Forwarding;

public sealed class UpstreamPlacesTests
{
    private readonly FakeTimeProvider time = new();

    [Fact]
    public async Task Without_limits_nobody_waits()
    {
        var places = new UpstreamPlaces(null!);
        Assert.NotNull((await places.EnterAsync(Attempt(RateLimits.None))).Place);
        Assert.NotNull((await places.EnterAsync(Attempt(null))).Place);
    }

    [Fact]
    public async Task At_a_limit_of_its_route_a_request_waits_for_the_end_of_another_and_no_longer_than_it_may()
    {
        var places = Places();
        var one = new RateLimits(ConcurrentRequests: 1);
        var first = (await places.EnterAsync(Attempt(one))).Place!;
        var (second, third) = (places.EnterAsync(Attempt(one)).AsTask(), places.EnterAsync(Attempt(one)).AsTask());
        Assert.False(second.IsCompleted || third.IsCompleted);
        first.Dispose();
        Assert.NotNull((await second.WaitAsync(TimeSpan.FromSeconds(20))).Place);
        time.Advance(TimeSpan.FromSeconds(10));
        var refused = await third.WaitAsync(TimeSpan.FromSeconds(20));
        Assert.Equal((null, TimeSpan.FromSeconds(1)), (refused.Place, refused.RetryAfter));
    }

    /// <summary>4 tokens of input at most, and a hundred of output: the request names no limit, and the model has no more.</summary>
    [Fact]
    public async Task Tokens_count_as_they_are_asked_for_and_then_as_they_were_used()
    {
        var places = Places();
        var limit = new RateLimits(TokensPerMinute: 110);
        var first = (await places.EnterAsync(Attempt(limit))).Place!;
        var second = places.EnterAsync(Attempt(limit)).AsTask();
        Assert.False(second.IsCompleted);
        first.Used(3);
        first.Dispose();
        Assert.NotNull((await second.WaitAsync(TimeSpan.FromSeconds(20))).Place);
    }

    private UpstreamPlaces Places() =>
        new(new FairQueues(Options.Create(new FairnessOptions()), new LiveGateways(null!, time, NullLogger<LiveGateways>.Instance), time));

    private UpstreamAttempt Attempt(RateLimits? limits)
    {
        var exchange = Exchanges.For(Protocol.Chat, """{"model":"m","messages":[1]}""", time: time);
        var model = exchange.Request.Model;
        var route = model.Routes[0] with { Limits = limits };
        return new(exchange, new Candidate(model, route, Exchanges.Upstream, Exchanges.Upstream.Credentials[0]), time);
    }
}
