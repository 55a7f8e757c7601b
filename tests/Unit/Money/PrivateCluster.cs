using StackExchange.Redis;
using Xunit;

namespace Platform.Tests.Unit.MoneyCore;

/// <summary>A Redis Cluster of one: it refuses what touches keys of two slots, as a large one does.</summary>
public sealed class PrivateCluster : PrivateRedis
{
    protected override string[] Settings => ["--cluster-enabled", "yes"];

    /// <summary>Nothing of the client's is awaited here either.</summary>
    protected override async Task PrepareAsync()
    {
        Connection.GetDatabase().Execute("CLUSTER", "ADDSLOTSRANGE", 0, 16_383);
        using var limit = new CancellationTokenSource(Patience);
        while (!((string?)Connection.GetDatabase().Execute("CLUSTER", "INFO"))!.Contains("cluster_state:ok", StringComparison.Ordinal))
            await Task.Delay(50, limit.Token);
        Assert.True(Connection.Configure());
        Assert.Equal(ServerType.Cluster, Connection.GetServer(Connection.GetEndPoints().Single()).ServerType);
    }
}
