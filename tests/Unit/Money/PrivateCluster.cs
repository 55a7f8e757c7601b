using StackExchange.Redis;
using Xunit;

namespace Platform.Tests.Unit.MoneyCore;

/// <summary>A Redis Cluster of one: it refuses what touches keys of two slots, as a large one does.</summary>
public sealed class PrivateCluster : PrivateRedis
{
    protected override string[] Settings => ["--cluster-enabled", "yes"];

    protected override async Task PrepareAsync()
    {
        var server = Connection.GetServer(Connection.GetEndPoints(configuredOnly: true).Single());
        await server.ExecuteAsync("CLUSTER", "ADDSLOTSRANGE", 0, 16_383);
        using var limit = new CancellationTokenSource(Timeout);
        while (!((string?)await server.ExecuteAsync("CLUSTER", "INFO"))!.Contains("cluster_state:ok", StringComparison.Ordinal))
            await Task.Delay(50, limit.Token);
        // False while the client is at it already.
        while (!await Connection.ConfigureAsync())
            await Task.Delay(50, limit.Token);
        Assert.Equal(ServerType.Cluster, server.ServerType);
    }
}
