using Platform.Contracts;
using Platform.Tests.Unit.MoneyCore;
using Platform.Till;
using StackExchange.Redis;
using Xunit;

namespace Platform.Tests.Unit.TillRoom;

/// <summary>Filling a shard in a Redis that is not empty; the histories of the money core test the rest.</summary>
public sealed class OpeningTests(PrivateRedis server) : IClassFixture<PrivateRedis>
{
    private static readonly Guid Account = new("01990000-0000-7000-8000-000000000010");
    private static readonly string New = new Platform.Till.Hold(
        new Money(5),
        DateTimeOffset.FromUnixTimeMilliseconds(1),
        new HoldOwner(Account, "budget", "key", "/v1/chat/completions", "model")
    ).ToString();

    [RedisFact]
    public async Task What_an_older_platform_left_as_a_hold_keeps_no_shard_closed()
    {
        var redis = server.Connection.GetDatabase();
        await redis.HashSetAsync(TillKeys.Hold(0, "old"), [new HashEntry("state", "held"), new HashEntry("amount", 7)]);
        await redis.StringSetAsync(TillKeys.Hold(0, "new"), New);
        await redis.SortedSetAddAsync(TillKeys.Holds(0), [new SortedSetEntry("old", 1), new SortedSetEntry("new", 2)]);

        var (opening, now) = (new Opening(server.Connection), TimeProvider.System.GetUtcNow());
        await opening.MarkSettledAsync(0, AsyncEnumerable.Empty<string>(), now, default);
        Assert.Equal(OpeningResult.Opened, await opening.OpenAsync(Request(0, now), default));

        Assert.Equal(["new"], (await redis.SortedSetRangeByRankAsync(TillKeys.Holds(0))).Select(id => id.ToString()));
        RedisValue[] account = await redis.HashGetAsync(TillKeys.Account(Account), ["credit", "held", "inflight"]);
        Assert.Equal([100, 5, 1], account);
    }

    [RedisFact]
    public async Task However_many_are_posted_all_are_marked()
    {
        const int Posted = 12_345;
        var (opening, now) = (new Opening(server.Connection), TimeProvider.System.GetUtcNow());
        await opening.MarkSettledAsync(1, Enumerable.Range(0, Posted).Select(i => $"posted{i}").ToAsyncEnumerable(), now, default);
        var marks = await Task.WhenAll(
            Enumerable.Range(0, Posted).Select(i => server.Connection.GetDatabase().StringGetAsync(TillKeys.Hold(1, $"posted{i}")))
        );
        Assert.All(marks, mark => Assert.Equal("settled", mark));
    }

    [RedisFact]
    public async Task A_redis_that_has_lost_the_marks_is_not_opened()
    {
        var (opening, now, redis) = (new Opening(server.Connection), TimeProvider.System.GetUtcNow(), server.Connection.GetDatabase());
        var request = Request(2, now);
        Assert.Equal(OpeningResult.Unmarked, await opening.OpenAsync(request, default));

        await opening.MarkSettledAsync(2, AsyncEnumerable.Empty<string>(), now.AddSeconds(-1), default);
        Assert.Equal(OpeningResult.Unmarked, await opening.OpenAsync(request, default));

        await opening.MarkSettledAsync(2, AsyncEnumerable.Empty<string>(), now, default);
        Assert.Equal(OpeningResult.Opened, await opening.OpenAsync(request, default));
        Assert.True(await redis.KeyExistsAsync(TillKeys.Open(2)));
    }

    [RedisFact]
    public async Task A_redis_that_loses_marks_while_others_are_placed_is_not_opened()
    {
        var (opening, now, redis) = (new Opening(server.Connection), TimeProvider.System.GetUtcNow(), server.Connection.GetDatabase());
        await opening.MarkSettledAsync(3, Flushed(), now, default);
        Assert.Equal(OpeningResult.Unmarked, await opening.OpenAsync(Request(3, now), default));

        async IAsyncEnumerable<string> Flushed()
        {
            foreach (var id in Enumerable.Range(0, 12_345))
                yield return $"before{id}";
            await server.Connection.GetServers().Single().FlushAllDatabasesAsync();
            yield return "after";
        }
    }

    private static OpeningRequest Request(int shard, DateTimeOffset markedUntil) =>
        new(shard, "epoch", [Account], [new AccountCredit(Account, 100)], [], [], [], markedUntil);
}
