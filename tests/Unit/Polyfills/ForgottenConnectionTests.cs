using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Platform.Tests.Unit.MoneyCore;
using StackExchange.Redis;
using Xunit;

namespace Platform.Tests.Unit.Polyfills;

/// <summary>The state in which a gateway once refused everything for as long as it lived, after Redis had been killed and loaded its data for seconds.</summary>
public sealed class ForgottenConnectionTests(PrivateRedis server) : IClassFixture<PrivateRedis>
{
    private const BindingFlags Inside = BindingFlags.Instance | BindingFlags.NonPublic;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [RedisFact]
    public async Task A_client_that_has_forgotten_its_connection_makes_another()
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Configuration.AddInMemoryCollection([new("ConnectionStrings:redis", server.Connection.Configuration)]);
        builder.AddRedisClient("redis");
        using var host = builder.Build();
        var redis = host.Services.GetRequiredService<IConnectionMultiplexer>();
        await redis.GetDatabase().PingAsync().WaitAsync(Patience);

        Forget(redis);
        await Assert.ThrowsAsync<RedisConnectionException>(() => redis.GetDatabase().PingAsync());
        var since = Stopwatch.StartNew();
        while (!await AnswersAsync(redis))
            Assert.True(since.Elapsed < Patience, "The client did not connect again.");
    }

    private static void Forget(IConnectionMultiplexer redis)
    {
        var endpoint = ((Array)Field(redis, "serverSnapshot").GetValue(redis)!).GetValue(0)!;
        var bridge = Field(endpoint, "interactive").GetValue(endpoint)!;
        var state = Enum.Parse(bridge.GetType().GetNestedType("State", BindingFlags.Public | BindingFlags.NonPublic)!, "ConnectedEstablishing");
        Field(bridge, "state").SetValue(bridge, Convert.ToInt32(state, CultureInfo.InvariantCulture));
        Field(bridge, "physical").SetValue(bridge, null);
    }

    private static FieldInfo Field(object of, string name) => of.GetType().GetField(name, Inside)!;

    private static async Task<bool> AnswersAsync(IConnectionMultiplexer redis)
    {
        try
        {
            await redis.GetDatabase().PingAsync().WaitAsync(Patience);
            return true;
        }
        catch (RedisConnectionException)
        {
            await Task.Delay(20);
            return false;
        }
    }
}
