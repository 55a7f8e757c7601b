using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Platform.Contracts;
using Platform.Gateway.Fairness;
using Platform.Gateway.Forwarding;
using Platform.Gateway.Protocols;
using Platform.Gateway.Routes;
using Platform.Gateway.Upstreams;
using Platform.Tests.Fakes;
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

    /// <summary>It would hold a place of the model while it waits for one of the upstream.</summary>
    [Fact]
    public async Task Without_a_place_at_the_upstream_that_of_the_model_is_given_back()
    {
        var (places, one) = (Places(), new RateLimits(ConcurrentRequests: 1));
        var upstream = new Upstream(
            new UpstreamDefinition("primary", "https://api.example.com/v1", Limits: one),
            [new("main", "secret", 1)]
        );
        var taken = (await places.EnterAsync(Attempt(null, upstream))).Place!;
        var waiting = places.EnterAsync(Attempt(one, upstream)).AsTask();
        time.Advance(TimeSpan.FromSeconds(10));
        Assert.Null((await waiting.WaitAsync(TimeSpan.FromSeconds(20))).Place);
        taken.Dispose();
        Assert.True(places.EnterAsync(Attempt(one, upstream)).AsTask().IsCompletedSuccessfully);
    }

    [Fact]
    public async Task Without_a_place_the_upstream_is_not_called()
    {
        await using var full = await ScriptedUpstream.StartAsync();
        full.Does(UpstreamAnswer.Hi());
        var upstream = Limited(full, new RateLimits(ConcurrentRequests: 1));
        var places = Places(TimeSpan.Zero);
        var exchange = Exchanges.For(Protocol.Chat, """{"model":"ours","messages":[1]}""", Http(), time);
        using var taken = (await places.EnterAsync(Exchanges.Attempt(exchange, upstream, time))).Place!;
        using var setup = new ForwarderSetup([upstream], places: places, time: time);
        var outcome = await setup.Forwarder.ForwardAsync(exchange.Request with { Upstreams = setup.Upstreams });
        Assert.Equal((429, "rate_limit_exceeded", 1), (outcome.Error!.Status, outcome.Error.Code, outcome.Error.RetryAfter?.TotalSeconds));
        Assert.Empty(full.Calls);
    }

    /// <summary>The wait is ours: neither its duration nor its time to the first byte says that the upstream was slow.</summary>
    [Fact]
    public async Task An_attempt_begins_when_it_has_its_place()
    {
        await using var answering = await ScriptedUpstream.StartAsync();
        answering.Does(UpstreamAnswer.Hi());
        var upstream = Limited(answering, new RateLimits(TokensPerMinute: 130, ConcurrentRequests: 1));
        var places = Places();
        var exchange = Exchanges.For(Protocol.Chat, """{"model":"ours","messages":[1],"stream":true}""", Http(), time);
        var taken = (await places.EnterAsync(Exchanges.Attempt(exchange, upstream, time))).Place!;
        using var setup = new ForwarderSetup([upstream], places: places, time: time);
        var forwarding = setup.Forwarder.ForwardAsync(exchange.Request with { Upstreams = setup.Upstreams });
        Assert.False(forwarding.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(7));
        Assert.Empty(answering.Calls);
        taken.Used(0);
        taken.Dispose();
        var attempt = Assert.Single((await forwarding.WaitAsync(TimeSpan.FromSeconds(20))).Attempts);
        Assert.Equal((Outcome.Completed, 7_000, 0, 0), (attempt.Outcome, attempt.StartMs, attempt.DurationMs, attempt.FirstByteMs));
        // It gave its place back, and of its tokens those that it did not use: two that use all would be more than the limit.
        Assert.True(places.EnterAsync(Exchanges.Attempt(exchange, upstream, time)).AsTask().IsCompletedSuccessfully);
    }

    private static Upstream Limited(ScriptedUpstream at, RateLimits limits) =>
        new(new UpstreamDefinition("primary", at.BaseUrl.ToString().TrimEnd('/'), Limits: limits), [new Credential("main", "secret", 1)]);

    private static DefaultHttpContext Http() =>
        new()
        {
            Request =
            {
                Method = "POST",
                Path = "/v1/chat/completions",
                Body = Stream.Null,
                ContentLength = 9,
            },
            Response = { Body = new MemoryStream() },
        };

    private UpstreamPlaces Places(TimeSpan? maxWait = null) =>
        new(
            new FairQueues(
                Options.Create(new FairnessOptions { MaxWait = maxWait ?? TimeSpan.FromSeconds(10) }),
                new LiveGateways(null!, time, NullLogger<LiveGateways>.Instance),
                time
            )
        );

    private UpstreamAttempt Attempt(RateLimits? limits, Upstream? upstream = null)
    {
        var exchange = Exchanges.For(Protocol.Chat, """{"model":"m","messages":[1]}""", time: time);
        var model = exchange.Request.Model;
        var route = model.Routes[0] with { Limits = limits };
        upstream ??= Exchanges.Upstream;
        return new(exchange, new Candidate(model, route, upstream, upstream.Credentials[0]), time);
    }
}
