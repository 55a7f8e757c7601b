using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Platform.Gateway.Serving;
using Xunit;

namespace Platform.Tests.Unit.Gateway.Serving;

public sealed class LoadTests : IDisposable
{
    private readonly FakeTimeProvider time = new();
    private readonly ServerOptions options = new() { MaxRequests = 2, MaxMemoryPercent = 80 };
    private readonly MemoryGauge memory;
    private readonly LoadLimit load;
    private long used = 500,
        garbage;
    private int collections;

    public LoadTests()
    {
        memory = new MemoryGauge(
            Options.Create(options),
            time,
            NullLogger<MemoryGauge>.Instance,
            1000,
            () => used + garbage,
            () => (collections, garbage) = (collections + 1, 0)
        );
        load = new LoadLimit(Options.Create(options), memory);
    }

    public void Dispose() => memory.Dispose();

    private async Task<HealthStatus> HealthAsync() => (await load.CheckHealthAsync(new HealthCheckContext())).Status;

    [Fact]
    public async Task So_many_run_and_one_more_is_asked_to_wait()
    {
        Assert.Null(load.TryEnter());
        Assert.Null(load.TryEnter());
        var full = load.TryEnter()!;
        Assert.Equal((503, "gateway_busy", true), (full.Status, full.Code, full.RetryAfter is not null));
        Assert.Equal(HealthStatus.Degraded, await HealthAsync());
        load.Leave();
        Assert.Equal(HealthStatus.Healthy, await HealthAsync());
        Assert.Null(load.TryEnter());
        Assert.Equal(2, load.Running);
    }

    [Fact]
    public async Task Nothing_begins_while_memory_is_used_up()
    {
        (used, _) = (801, memory.IsFull);
        memory.Look();
        Assert.NotNull(load.TryEnter());
        Assert.Equal((0, HealthStatus.Degraded), (load.Running, await HealthAsync()));
        used = 800;
        memory.Look();
        Assert.Null(load.TryEnter());
    }

    [Fact]
    public void Garbage_is_given_back_before_anybody_is_refused_and_not_again_at_once()
    {
        garbage = 400;
        memory.Look();
        Assert.Equal((false, 1), (memory.IsFull, collections));
        garbage = 400;
        memory.Look();
        Assert.Equal((true, 1), (memory.IsFull, collections));
        time.Advance(TimeSpan.FromSeconds(5));
        memory.Look();
        Assert.Equal((false, 2), (memory.IsFull, collections));
    }
}
