using System.Diagnostics;
using Platform.Contracts;
using Platform.Tests.Unit.Gateway.Telemetry;
using Platform.Tests.Unit.MoneyCore;
using Platform.Till;
using Xunit;

namespace Platform.Tests.Unit.TillRoom;

/// <summary>Steps of several requests in one call of a real Redis, as traces.</summary>
public sealed class TillTelemetryTests(PrivateRedis redis) : IClassFixture<PrivateRedis>
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(20);
    private static readonly Guid Account = new("01990000-0000-7000-8000-000000000031");

    private static SettleStep Step(string id) =>
        new(new SettlementRequest(Account, "budget", id, Money.Zero, "{}"u8.ToArray(), TimeProvider.System.GetUtcNow()));

    [RedisFact]
    public async Task A_step_is_in_its_requests_trace_and_the_call_that_carries_it_in_one_of_its_own()
    {
        using var listener = new Listening();
        await new TillQueue(redis.Connection).AskAsync(Step("traced")).WaitAsync(Timeout);
        Assert.Same(listener.Root, Activity.Current);

        var step = Assert.Single(listener.Ended);
        Assert.Equal(("till settle", ActivityKind.Client, listener.Root.SpanId), (step.DisplayName, step.Kind, step.ParentSpanId));
        Assert.Equal("db.system.name=redis db.stored_procedure.name=settle", Listening.Tags(step));
        await Eventually(() => listener.Linked.Count == 1);
        var call = listener.Linked[0];
        Assert.Equal(("till call", ActivityKind.Internal, default), (call.DisplayName, call.Kind, call.ParentSpanId));
        Assert.Equal(step.Context, Assert.Single(call.Links).Context);
        Assert.Equal(call.Context, Assert.Single(step.Links).Context);
    }

    [Fact]
    public void A_call_that_carries_no_requests_steps_is_no_trace()
    {
        using var listener = new Listening();
        Assert.Null(TillTelemetry.StartCall([Step("alone")]));
        // Nor is it below whoever came first.
        Assert.Null(Activity.Current);
    }

    [RedisFact]
    public async Task Steps_that_go_together_are_linked_with_one_call()
    {
        using var listener = new Listening();
        var queue = new TillQueue(redis.Connection);
        await queue.AskAsync(Step("warm")).WaitAsync(Timeout);
        await redis.Connection.GetDatabase().ExecuteAsync("CLIENT", "PAUSE", 2_000);
        await Task.WhenAll(Enumerable.Range(0, 5).Select(i => queue.AskAsync(Step($"together{i}")))).WaitAsync(Timeout);

        // The first goes alone where the lane is free by then, and with the others where it still ends the call before.
        await Eventually(() => listener.Linked.Sum(call => call.Links.Count()) == 6);
        Assert.InRange(listener.Linked.Max(call => call.Links.Count()), 4, 5);
        Assert.All(listener.Linked, call => Assert.Equal(default, call.ParentSpanId));
    }

    private static async Task Eventually(Func<bool> condition)
    {
        for (var waited = Stopwatch.StartNew(); !condition() && waited.Elapsed < Timeout; )
            await Task.Delay(10);
        Assert.True(condition());
    }
}
