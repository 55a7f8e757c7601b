using System.Text.Json;
using Platform.Till;
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
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5),
        DeadAfter = TimeSpan.FromSeconds(30);

    // Lasting, so that a restarted process finds what it had begun. Replicas on one machine share it, which costs only
    // reading twice: booking is what happens once.
    private static readonly string Consumer = Environment.MachineName;

    /// <summary>Before the first reading, and after a Redis that lost its groups.</summary>
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
    /// Claims the entries of consumers that died, which this consumer then owns; true when there were any.
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

    /// <param name="own">Those we read before and did not acknowledge, instead of new ones.</param>
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

    /// <summary>Booked: they leave the streams.</summary>
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

    /// <summary>What is not booked yet.</summary>
    public async Task<Backlog> BacklogAsync(CancellationToken cancellationToken)
    {
        var events = (await OnEveryShardAsync((till, shard) => till.StreamLengthAsync(TillKeys.Events(shard)), cancellationToken)).Sum();
        if (events == 0)
            return new Backlog(0, null);
        var first = await OnEveryShardAsync((till, shard) => till.StreamRangeAsync(TillKeys.Events(shard), count: 1), cancellationToken);
        return new Backlog(events, first.SelectMany(entries => entries).Select(entry => Backlog.TimeOf(entry.Id!)).Min());
    }

    private async Task<T[]> OnEveryShardAsync<T>(Func<IDatabase, int, Task<T>> command, CancellationToken cancellationToken) =>
        await Task.WhenAll(Enumerable.Range(0, TillKeys.Shards).Select(shard => command(redis.GetDatabase(), shard)))
            .WaitAsync(Timeout, cancellationToken);

    /// <summary>The value of field <c>e</c>; of an entry without one all it has, so that it can be kept as a dead letter.</summary>
    public static byte[] Event(NameValueEntry[] fields)
    {
        foreach (var field in fields)
            if (field.Name == "e")
                return field.Value!;
        return JsonSerializer.SerializeToUtf8Bytes(fields.SelectMany(field => (string?[])[field.Name, field.Value]));
    }
}
