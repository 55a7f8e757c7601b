using System.Diagnostics;
using Platform.Contracts;
using Platform.Gateway.Admission;
using Platform.Gateway.Telemetry;
using Platform.Tests.Unit.MoneyCore;
using Xunit;

namespace Platform.Tests.Unit.Gateway.Telemetry;

/// <summary>Steps of several requests in one call of a real Redis, as traces.</summary>
public sealed class TillTelemetryTests(PrivateRedis redis) : IClassFixture<PrivateRedis>
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly Guid Account = new("01990000-0000-7000-8000-000000000031");

    private static TillStep Step(string id) => new("settle", Account, id, 0, "budget", "{}");

    [RedisFact]
    public async Task A_step_is_in_its_requests_trace_and_the_call_that_carries_it_in_one_of_its_own()
    {
        using var heard = new Listening();
        await new TillQueue(redis.Connection).AskAsync(Step("traced")).WaitAsync(Patience);
        Assert.Same(heard.Root, Activity.Current);

        var step = Assert.Single(heard.Ended);
        Assert.Equal(("till settle", ActivityKind.Client, heard.Root.SpanId), (step.DisplayName, step.Kind, step.ParentSpanId));
        Assert.Equal("db.system.name=redis db.stored_procedure.name=settle", Listening.Tags(step));
        await Eventually(() => heard.Linked.Count == 1);
        var call = heard.Linked[0];
        Assert.Equal(("till call", ActivityKind.Internal, default), (call.DisplayName, call.Kind, call.ParentSpanId));
        Assert.Equal(step.Context, Assert.Single(call.Links).Context);
        Assert.Equal(call.Context, Assert.Single(step.Links).Context);
    }

    [Fact]
    public void A_call_that_carries_no_requests_steps_is_no_trace()
    {
        using var heard = new Listening();
        Assert.Null(TillTelemetry.StartCall([Step("alone")]));
        // Nor is it below whoever came first.
        Assert.Null(Activity.Current);
    }

    [RedisFact]
    public async Task Steps_that_go_together_are_linked_with_one_call()
    {
        using var heard = new Listening();
        var queue = new TillQueue(redis.Connection);
        await queue.AskAsync(Step("warm")).WaitAsync(Patience);
        await redis.Connection.GetDatabase().ExecuteAsync("CLIENT", "PAUSE", 300);
        await Task.WhenAll(Enumerable.Range(0, 5).Select(i => queue.AskAsync(Step($"together{i}")))).WaitAsync(Patience);

        await Eventually(() => heard.Linked.Count == 3);
        Assert.Equal([1, 1, 4], heard.Linked.Select(call => call.Links.Count()).Order());
        Assert.All(heard.Linked, call => Assert.Equal(default, call.ParentSpanId));
    }

    private static async Task Eventually(Func<bool> condition)
    {
        for (var waited = Stopwatch.StartNew(); !condition() && waited.Elapsed < Patience;)
            await Task.Delay(10);
        Assert.True(condition());
    }
}
