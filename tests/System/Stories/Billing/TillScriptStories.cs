using Platform.Till;
using StackExchange.Redis;
using Xunit;

namespace Platform.Tests.Stories.Billing;

/// <summary>The till's scripts in the platform's Redis, on keys of their own: what no story through the front door can time.</summary>
[Collection(PlatformCollection.Name)]
public sealed class TillScriptStories(PlatformFixture platform) : IAsyncLifetime
{
    private const int Lifetime = 60_000;
    private const string Id = "req_1";

    private static readonly TillScript AdmitScript = new("days.lua", "limits.lua", "steps.lua", "admit.lua", "settle.lua", "batch.lua"),
        IncrementScript = new("days.lua", "increment.lua"),
        MoveScript = new("limits.lua", "move.lua"),
        VoidScript = new("days.lua", "limits.lua", "void.lua");

    private readonly string prefix = $"{{script-{Guid.CreateVersion7():N}}}:";
    private ConnectionMultiplexer redis = null!;

    private IDatabase Till => redis.GetDatabase();
    private RedisKey Open => prefix + "open";
    private RedisKey Account => prefix + "account";
    private RedisKey Hold => prefix + "hold";
    private RedisKey Holds => prefix + "holds";
    private RedisKey Events => prefix + "events";

    public async Task InitializeAsync()
    {
        redis = await platform.OpenTillAsync();
        await Till.StringSetAsync(Open, "epoch");
        await Till.HashSetAsync(Account, "credit", 1_000);
    }

    public async Task DisposeAsync()
    {
        await Till.KeyDeleteAsync([Open, Account, Hold, Holds]);
        await redis.DisposeAsync();
    }

    [Theory]
    [InlineData(300, -1, 0, 300)]
    [InlineData(5_000, -1, 3, 900)]
    [InlineData(5_000, 500, 4, 400)]
    [InlineData(5_000, 100, 4, 0)]
    public async Task An_extension_is_granted_as_far_as_credit_and_limit_go(int wanted, int limit, long reason, long granted)
    {
        Assert.Equal([0, 100, 1_000], (await AdmitAsync(100)).Take(3));
        Assert.Equal([reason, granted], await IncrementAsync(wanted, limit));
        Assert.Equal([100 + granted, 1], await ValuesAsync("held", "inflight"));
        Assert.Equal([100 + granted], await ValuesAsync("held:budget"));
        Assert.Equal(["held", $"{100 + granted}"], (await HoldLinesAsync()).Take(2));
    }

    [Fact]
    public async Task An_extension_lets_the_hold_live_longer_and_wanting_nothing_does_only_that()
    {
        await AdmitAsync(100);
        await Till.SortedSetAddAsync(Holds, Id, 5);
        Assert.Equal([0, 0], await IncrementAsync(0, -1));
        Assert.True(await Till.SortedSetScoreAsync(Holds, Id) > 1_000_000_000_000);
        Assert.Equal([100], await ValuesAsync("held"));
    }

    [Fact]
    public async Task A_closed_till_adds_nothing()
    {
        await AdmitAsync(100);
        await Till.KeyDeleteAsync(Open);
        Assert.Equal([1, 0], await IncrementAsync(100, -1));
        Assert.Equal([100], await ValuesAsync("held"));
    }

    [Theory]
    [InlineData("settled")]
    [InlineData("expired")]
    [InlineData("withdrawn")]
    public async Task A_hold_that_has_ended_is_not_extended(string state)
    {
        await Till.StringSetAsync(Hold, state);
        Assert.Equal([2, 0], await IncrementAsync(100, -1));
        Assert.Equal([RedisValue.Null], await ValuesAsync("held"));
        Assert.Null(await Till.SortedSetScoreAsync(Holds, Id));
    }

    [Fact]
    public async Task A_hold_whose_admission_was_not_confirmed_is_voided_once()
    {
        await AdmitAsync(100);
        Assert.Equal(1, await VoidAsync());
        Assert.Equal(0, await VoidAsync());
        Assert.Equal([1_000, 0, 0], await ValuesAsync("credit", "held", "inflight"));
        Assert.Equal([0], await ValuesAsync("held:budget"));
        Assert.Null(await Till.SortedSetScoreAsync(Holds, Id));
        Assert.InRange((await Till.KeyTimeToLiveAsync(Hold))!.Value, TimeSpan.FromTicks(1), TimeSpan.FromHours(1));
    }

    [Fact]
    public async Task An_admission_that_comes_after_its_withdrawal_is_refused()
    {
        Assert.Equal(0, await VoidAsync());
        Assert.Equal([1], (await AdmitAsync(100)).Take(1));
        Assert.Equal([RedisValue.Null, RedisValue.Null], await ValuesAsync("held", "inflight"));
    }

    [Fact]
    public async Task A_hold_moves_to_another_models_limits_once_and_not_where_there_is_no_room()
    {
        await AdmitAsync(100, "5 5\nmodel:a 9 90 9");
        Assert.Equal([0, 0, 0, 1, 1], await MoveAsync("5 5\nmodel:b 2 20 1", "model:b"));
        Assert.Equal([0, 0, 0, 1, 1], await MoveAsync("5 5\nmodel:b 2 20 1", "model:b"));
        Assert.Equal([RedisValue.Null, RedisValue.Null, 1], await ValuesAsync("running:model:a", "tokens:model:a", "running:model:b"));
        // No room: it is full already, and then too small.
        await Till.HashSetAsync(Account, "running:model:c", 1);
        Assert.Equal([3, 1, 1], (await MoveAsync("5 5\nmodel:c 0 0 1", "model:c")).Take(3));
        Assert.Equal([10, 5, 1], (await MoveAsync("5 5\nmodel:d 0 4 0", "model:d")).Take(3));
        Assert.Equal([1, RedisValue.Null], await ValuesAsync("running:model:b", "tokens:model:d"));
        Assert.Equal(1, await VoidAsync());
        Assert.Equal([RedisValue.Null, RedisValue.Null], await ValuesAsync("running:model:b", "tokens:model:b"));
        Assert.Equal([1], (await MoveAsync("5 5\nmodel:a 9 90 9", "model:a")).Take(1));
    }

    [Theory]
    [InlineData("settled")]
    [InlineData("expired")]
    public async Task What_has_ended_is_not_withdrawn(string state)
    {
        await Till.StringSetAsync(Hold, state);
        Assert.Equal(0, await VoidAsync());
        Assert.Equal([state], await HoldLinesAsync());
        Assert.Equal([RedisValue.Null], await ValuesAsync("held"));
    }

    private async Task<IReadOnlyList<long>> AdmitAsync(int wanted, string limits = "")
    {
        var answers = (RedisResult[])
            (
                await AdmitScript.RunAsync(
                    redis,
                    [Open, Hold, Account, Holds, Events],
                    [
                        "admit",
                        Id,
                        wanted,
                        wanted,
                        -1,
                        Lifetime,
                        1_000,
                        100,
                        "budget",
                        "key",
                        "account\nbudget\nkey\n/endpoint\nmodel",
                        100,
                        -1,
                        "",
                        limits,
                    ]
                )
            )!;
        return (long[])answers[0]!;
    }

    private async Task<IReadOnlyList<long>> IncrementAsync(int wanted, int limit) =>
        (long[])(await IncrementScript.RunAsync(redis, [Open, Hold, Account, Holds], [Id, wanted, limit, Lifetime, "budget", -1, ""]))!;

    /// <summary>Reason, its two numbers, what is left of the nearest rate of requests, and which that is.</summary>
    private async Task<IReadOnlyList<long>> MoveAsync(string limits, string name)
    {
        var answer = (RedisResult[])(await MoveScript.RunAsync(redis, [Hold, Account], [limits, name, "key", 1_000]))!;
        return [.. answer.Take(4).Append(answer.ElementAtOrDefault(6) ?? answer[0]).Select(number => (long)number)];
    }

    private async Task<long> VoidAsync() => (long)await VoidScript.RunAsync(redis, [Hold, Account, Holds], [Id, 3_600, "budget"]);

    private Task<RedisValue[]> ValuesAsync(params RedisValue[] fields) => Till.HashGetAsync(Account, fields);

    private async Task<string[]> HoldLinesAsync() => ((string)(await Till.StringGetAsync(Hold))!).Split('\n');
}
