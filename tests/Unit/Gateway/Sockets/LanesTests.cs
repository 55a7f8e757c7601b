using System.Collections.Concurrent;
using Platform.Gateway.Sockets;
using Xunit;

namespace Platform.Tests.Unit.Gateway.Sockets;

public sealed class LanesTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<string, int> running = [];
    private readonly ConcurrentQueue<string> refused = [];
    private readonly SemaphoreSlim gate = new(0);
    private readonly Lanes lanes;
    private int most,
        done;

    public LanesTests() => lanes = new Lanes(RunAsync, () => Interlocked.Increment(ref done));

    public void Dispose()
    {
        lanes.Dispose();
        gate.Dispose();
    }

    private async Task RunAsync(CreateEvent create)
    {
        if (create.Body.Error is { } error)
        {
            refused.Enqueue(error.Code);
            return;
        }

        Assert.Equal(1, running.AddOrUpdate(create.StreamId ?? "", 1, (_, count) => count + 1));
        InterlockedMax(running.Values.Sum());
        Assert.True(await gate.WaitAsync(Patience));
        running.AddOrUpdate(create.StreamId ?? "", 0, (_, count) => count - 1);
    }

    private void InterlockedMax(int value)
    {
        lock (running)
            most = Math.Max(most, value);
    }

    private static CreateEvent Create(string? streamId) => new(streamId, false, (ReadOnlyMemory<byte>)new byte[2]);

    [Fact]
    public async Task Creates_of_one_lane_follow_each_other_and_at_most_sixteen_run()
    {
        for (var i = 0; i < 60; i++)
            lanes.Add(Create(i % 20 == 0 ? null : $"lane-{i % 20}"));
        using var patience = new CancellationTokenSource(Patience);
        while (running.Values.Sum() < Lanes.MaxRunning)
            await Task.Delay(1, patience.Token);
        gate.Release(60);
        await lanes.EndAsync().WaitAsync(Patience);
        Assert.Equal((60, 0), (done, lanes.UnderWay));
        Assert.Equal(Lanes.MaxRunning, most);
        Assert.Empty(refused);
    }

    [Fact]
    public async Task There_are_at_most_32_named_lanes()
    {
        for (var i = 0; i < 33; i++)
            lanes.Add(Create($"lane-{i}"));
        lanes.Add(Create("lane-0"));
        lanes.Add(Create(null));
        gate.Release(40);
        await lanes.EndAsync().WaitAsync(Patience);
        Assert.Equal("websocket_stream_limit_reached", Assert.Single(refused));
    }

    [Fact]
    public async Task What_waits_is_bounded()
    {
        for (var i = 0; i < Lanes.MaxRunning + Lanes.MaxWaiting + 3; i++)
            lanes.Add(Create(null));
        gate.Release(200);
        await lanes.EndAsync().WaitAsync(Patience);
        Assert.Equal(["rate_limit_exceeded", "rate_limit_exceeded", "rate_limit_exceeded"], refused);
    }
}
