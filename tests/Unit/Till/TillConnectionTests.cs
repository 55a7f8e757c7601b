using System.Diagnostics;
using Platform.ServiceDefaults;
using Platform.Tests.Unit.MoneyCore;
using Platform.Till;
using StackExchange.Redis;
using Xunit;

namespace Platform.Tests.Unit.TillRoom;

/// <summary>What the services rely on in the Redis client, as it is set up for them.</summary>
public sealed class TillConnectionTests(PrivateRedis server) : IClassFixture<PrivateRedis>
{
    private static readonly TillScript Script = new("void.lua");

    [RedisFact]
    public async Task A_script_that_redis_has_forgotten_is_sent_again_within_the_call()
    {
        await RunAsync();
        await using var other = await ConnectionMultiplexer.ConnectAsync(server.Connection.Configuration, TillConnection.Configure);
        await other.GetServers().Single().ScriptFlushAsync();
        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => RunAsync()));
    }

    [RedisFact]
    public async Task While_redis_is_away_calls_fail_at_once_and_its_next_run_is_found_soon_and_distinguished()
    {
        await RunAsync();
        var run = await server.Connection.RunIdAsync();
        Assert.Equal(run, await server.Connection.RunIdAsync());

        await server.KillAsync();
        await Assert.ThrowsAsync<RedisConnectionException>(RunUntilNoticedAsync);
        var since = Stopwatch.StartNew();
        for (var i = 0; i < 100; i++)
            await Assert.ThrowsAsync<RedisConnectionException>(RunAsync);
        Assert.InRange(since.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(1));

        await server.StartAsync();
        since.Restart();
        while (!server.Connection.IsConnected && since.Elapsed < TimeSpan.FromSeconds(20))
            await Task.Delay(20);
        Assert.InRange(since.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(5));
        await RunAsync();
        Assert.NotEqual(run, await server.Connection.RunIdAsync());
    }

    private Task<RedisResult> RunAsync() =>
        Script.RunAsync(server.Connection, ["{1}hold", "{1}account", "{1}holds"], ["request", 60, "budget"]);

    private async Task RunUntilNoticedAsync()
    {
        for (var since = Stopwatch.StartNew(); since.Elapsed < TimeSpan.FromSeconds(5); )
            await RunAsync();
    }
}
