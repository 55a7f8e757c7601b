using System.Text.Json;
using Platform.Till;
using StackExchange.Redis;

namespace Platform.Usage.Intake;

/// <summary>
/// The streams of all shards, read as one consumer group. It uses no blocking command, because the connection is shared, and sends the
/// commands for all shards together. An entry that was read belongs to this consumer until it is acknowledged, even after a restart.
/// </summary>
internal sealed class EventStream(IConnectionMultiplexer redis)
{
    public const int BatchPerShard = 200;

    private const string Group = "usage";
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5),
        DeadAfter = TimeSpan.FromSeconds(30);

    // The name outlives the process, so that a restarted one finds its unfinished entries. Replicas on one machine share it, and may
    // read an entry twice; it is posted once all the same.
    private static readonly string Consumer = Environment.MachineName;

    /// <summary>The caller does this before the first read, and again after a failure, because Redis may have lost the groups.</summary>
    public Task EnsureGroupsAsync(CancellationToken cancellationToken) =>
        OnEveryShardAsync(
            async (till, shard) =>
            {
                try
                {
                    return await till.StreamCreateConsumerGroupAsync(TillKeys.Events(shard), Group, StreamPosition.Beginning);
                }
                catch (RedisServerException e) when (e.Message.StartsWith("BUSYGROUP", StringComparison.Ordinal))
                {
                    return false;
                }
            },
            cancellationToken
        );

    /// <summary>
    /// Makes this consumer the owner of entries whose consumer died; true when there were any.
    /// </summary>
    public async Task<bool> ClaimStaleAsync(CancellationToken cancellationToken)
    {
        var claims = await OnEveryShardAsync(
            (till, shard) =>
                till.StreamAutoClaimIdsOnlyAsync(
                    TillKeys.Events(shard),
                    Group,
                    Consumer,
                    (long)DeadAfter.TotalMilliseconds,
                    "0-0",
                    BatchPerShard
                ),
            cancellationToken
        );
        return claims.Any(claim => claim.ClaimedIds.Length > 0);
    }

    /// <param name="own">Reads the entries that this consumer owns and has not acknowledged, instead of new ones.</param>
    public async Task<IReadOnlyList<ShardEntry>> ReadAsync(bool own, CancellationToken cancellationToken)
    {
        var position = own ? StreamPosition.Beginning : StreamPosition.NewMessages;
        var read = await OnEveryShardAsync(
            (till, shard) => till.StreamReadGroupAsync(TillKeys.Events(shard), Group, Consumer, position, BatchPerShard),
            cancellationToken
        );
        return
        [
            .. read.SelectMany(
                (entries, shard) =>
                    entries.Select(entry => new ShardEntry(shard, entry.Id!, entry.Values is [] ? null : Event(entry.Values)))
            ),
        ];
    }

    /// <summary>Removes posted entries from the streams.</summary>
    public Task RemoveAsync(IEnumerable<ShardEntry> entries, CancellationToken cancellationToken)
    {
        var till = redis.GetDatabase();
        return Task.WhenAll(
                entries
                    .GroupBy(entry => entry.Shard)
                    .SelectMany(shard =>
                    {
                        var (events, ids) = (TillKeys.Events(shard.Key), shard.Select(entry => (RedisValue)entry.Id).ToArray());
                        return new[] { till.StreamAcknowledgeAsync(events, Group, ids), till.StreamDeleteAsync(events, ids) };
                    })
            )
            .WaitAsync(Timeout, cancellationToken);
    }

    /// <summary>The events that are not posted yet.</summary>
    public async Task<Backlog> BacklogAsync(CancellationToken cancellationToken)
    {
        var events = (await OnEveryShardAsync((till, shard) => till.StreamLengthAsync(TillKeys.Events(shard)), cancellationToken)).Sum();
        if (events == 0)
            return new Backlog(0, null);
        var first = await OnEveryShardAsync((till, shard) => till.StreamRangeAsync(TillKeys.Events(shard), count: 1), cancellationToken);
        return new Backlog(events, first.SelectMany(entries => entries).Select(entry => Backlog.ParseTime(entry.Id!)).Min());
    }

    private async Task<T[]> OnEveryShardAsync<T>(Func<IDatabase, int, Task<T>> command, CancellationToken cancellationToken) =>
        await Task.WhenAll(Enumerable.Range(0, TillKeys.Shards).Select(shard => command(redis.GetDatabase(), shard)))
            .WaitAsync(Timeout, cancellationToken);

    /// <summary>The value of field <c>e</c>; without that field, all fields as JSON, to be kept in a dead letter.</summary>
    public static byte[] Event(NameValueEntry[] fields)
    {
        foreach (var field in fields)
            if (field.Name == "e")
                return field.Value!;
        return JsonSerializer.SerializeToUtf8Bytes(fields.SelectMany(field => (string?[])[field.Name, field.Value]));
    }
}
