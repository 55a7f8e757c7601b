using Aspire.Hosting.Testing;
using StackExchange.Redis;

namespace Platform.Tests.Fixture;

/// <summary>The platform's Redis itself: to look into it, and to do harm to it.</summary>
public static class TillAccess
{
    public static async Task<ConnectionMultiplexer> OpenTillAsync(this PlatformFixture platform)
    {
        var options = ConfigurationOptions.Parse((await platform.App.GetConnectionStringAsync("redis"))!);
        (options.AllowAdmin, options.AbortOnConnectFail) = (true, false);
        return await ConnectionMultiplexer.ConnectAsync(options);
    }

    public static async Task FlushTillAsync(this PlatformFixture platform)
    {
        await using var redis = await platform.OpenTillAsync();
        await redis.GetServers().Single().FlushAllDatabasesAsync();
    }
}
