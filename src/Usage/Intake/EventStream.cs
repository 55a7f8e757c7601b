using System.Text.Json;
using Platform.Contracts;
using StackExchange.Redis;

namespace Platform.Usage.Intake;

/// <summary>
/// The streams of all shards, read as one consumer group. Never blocks in Redis, because the connection is shared; the commands
/// for the shards go out together. An entry read is ours until acknowledged, also over a restart.
/// </summary>
internal sealed class EventStream(IConnectionMultiplexer redis)
{
    public const int BatchPerShard = 200;

    private const string Group = "usage";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5), DeadAfter = TimeSpan.FromSeconds(30);

    // Lasting, so that a restarted process finds what it had begun. Replicas on one machine share it, which costs only
    // reading twice: booking is what happens once.
    private static readonly string Consumer = Environment.MachineName;

    /// <summary>Before the first reading, and after a Redis that lost its groups.</summary>
    public Task EnsureGroupsAsync(CancellationToken cancellationToken) => OnEveryShardAsync<RedisResult?>(async (till, shard) =>
    {
        try
        {
            return await till.ExecuteAsync("XGROUP", "CREATE", Events(shard), Group, "0", "MKSTREAM");
        }
        catch (RedisServerException e) when (e.Message.StartsWith("BUSYGROUP", StringComparison.Ordinal))
        {
            return null;
        }
    }, cancellationToken);

    /// <summary>Takes over what consumers left lying that died; true when there was any. It is then among our <paramref name="own"/>.</summary>
    public async Task<bool> ClaimStaleAsync(CancellationToken cancellationToken)
    {
        var replies = await OnEveryShardAsync<RedisResult>((till, shard) => till.ExecuteAsync(
            "XAUTOCLAIM", Events(shard), Group, Consumer, (long)DeadAfter.TotalMilliseconds, "0-0", "COUNT", BatchPerShard, "JUSTID"),
            cancellationToken);
        return replies.Any(reply => ((RedisResult[])((RedisResult[])reply!)[1]!).Length > 0);
    }

    /// <param name="own">Those we read before and did not acknowledge, instead of new ones.</param>
    public async Task<IReadOnlyList<StreamEntry>> ReadAsync(bool own, CancellationToken cancellationToken)
    {
        var replies = await OnEveryShardAsync<RedisResult>((till, shard) => till.ExecuteAsync(
            "XREADGROUP", "GROUP", Group, Consumer, "COUNT", BatchPerShard, "STREAMS", Events(shard), own ? "0" : ">"), cancellationToken);
        return [.. replies.SelectMany((reply, shard) => Entries(reply, shard))];
    }

    /// <summary>Booked: they leave the streams.</summary>
    public Task RemoveAsync(IEnumerable<StreamEntry> entries, CancellationToken cancellationToken)
    {
        var till = redis.GetDatabase();
        return Task.WhenAll(entries.GroupBy(entry => entry.Shard).SelectMany(shard =>
        {
            var ids = shard.Select(entry => (object)entry.Id).ToArray();
            return new[]
            {
                till.ExecuteAsync("XACK", [Events(shard.Key), Group, .. ids]),
                till.ExecuteAsync("XDEL", [Events(shard.Key), .. ids]),
            };
        })).WaitAsync(Patience, cancellationToken);
    }

    /// <summary>What is not booked yet.</summary>
    public async Task<Backlog> BacklogAsync(CancellationToken cancellationToken)
    {
        var lengths = await OnEveryShardAsync<RedisResult>((till, shard) => till.ExecuteAsync("XLEN", Events(shard)), cancellationToken);
        var events = lengths.Sum(reply => (long)reply!);
        if (events == 0)
            return new Backlog(0, null);
        var first = await OnEveryShardAsync<RedisResult>((till, shard) => till.ExecuteAsync("XRANGE", Events(shard), "-", "+", "COUNT", 1), cancellationToken);
        var ids = first.SelectMany(reply => (RedisResult[])reply!).Select(entry => ((string?)((RedisResult[])entry!)[0])!);
        return new Backlog(events, ids.Select(Backlog.TimeOf).Min());
    }

    private static RedisKey Events(int shard) => TillKeys.Events(shard);

    private async Task<T[]> OnEveryShardAsync<T>(Func<IDatabase, int, Task<T>> command, CancellationToken cancellationToken) =>
        await Task.WhenAll(Enumerable.Range(0, TillKeys.Shards).Select(shard => command(redis.GetDatabase(), shard)))
            .WaitAsync(Patience, cancellationToken);

    private static IEnumerable<StreamEntry> Entries(RedisResult? reply, int shard)
    {
        if (reply is null || reply.IsNull)
            return [];
        var stream = (RedisResult[])((RedisResult[])reply!)[0]!;
        return ((RedisResult[])stream[1]!).Select(entry =>
        {
            var parts = (RedisResult[])entry!;
            return new StreamEntry(shard, ((string?)parts[0])!, parts[1].IsNull ? null : Event((byte[][])parts[1]!));
        });
    }

    /// <summary>The value of field <c>e</c>; of an entry without one all it has, so that it can be kept as a dead letter.</summary>
    public static byte[] Event(byte[][] fields)
    {
        for (var i = 0; i + 1 < fields.Length; i += 2)
            if (fields[i] is [(byte)'e'])
                return fields[i + 1];
        return JsonSerializer.SerializeToUtf8Bytes(fields.Select(System.Text.Encoding.UTF8.GetString));
    }
}
