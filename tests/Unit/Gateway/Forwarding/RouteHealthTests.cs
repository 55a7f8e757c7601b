using Platform.Gateway.Errors;
using Platform.Gateway.Forwarding;
using Platform.Gateway.Health;
using Platform.Gateway.Protocols;
using Platform.Gateway.Routes;
using Platform.Tests.Unit.Gateway.Routes;
using Xunit;

namespace Platform.Tests.Unit.Gateway.Forwarding;

public sealed class RouteHealthTests
{
    /// <summary>A body that cannot be translated, or no place at the upstream, says nothing of the upstream: another request may try it.</summary>
    [Theory]
    [InlineData("Unknown", true)]
    [InlineData("Failed", false)]
    [InlineData("Answered", false)]
    public void An_attempt_that_shows_nothing_returns_what_it_took_of_something_half_open(string verdict, bool isReturned)
    {
        var budget = new ProbeBudget(HealthRecord.Initial, 1, DateTimeOffset.MaxValue);
        Assert.True(budget.TryTake(default));
        var exchange = Exchanges.For(Protocol.Chat, """{"model":"ours","messages":[1]}""");
        var attempt = Exchanges.Attempt(exchange, probe: new Probe(null, budget));
        var failure = new UpstreamFailure(ApiErrors.UpstreamTimeout(), TryNext: true, Enum.Parse<CallVerdict>(verdict));
        new RouteHealth(new FakeHealth(), new RouteSpeeds()).Report(attempt, null, failure);
        Assert.Equal(isReturned, budget.TryTake(default));
    }

    [Fact]
    public void The_choice_of_a_route_hands_over_what_it_took()
    {
        var (health, model) = (new FakeHealth { Probes = 1 }, Exchanges.For(Protocol.Chat, """{"model":"ours","messages":[1]}""").Request);
        health.States["primary"] = Availability.HalfOpen;
        var choice = new RouteChooser(health, new RouteSpeeds(), Microsoft.Extensions.Options.Options.Create(new RoutingOptions())).For(
            model
        );
        Assert.True(choice.TryNext(out var candidate));
        Assert.NotNull(candidate.Probe);
        health.States.Clear();
        choice = new RouteChooser(health, new RouteSpeeds(), Microsoft.Extensions.Options.Options.Create(new RoutingOptions())).For(model);
        Assert.True(choice.TryNext(out candidate));
        Assert.Null(candidate.Probe);
    }
}
