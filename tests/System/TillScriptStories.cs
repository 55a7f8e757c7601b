using System.Globalization;
using System.Reflection;
using Xunit;

namespace Platform.Tests.Stories;

/// <summary>The gateway's scripts in the platform's Redis, on keys of their own: what no story through the front door can time.</summary>
[Collection(PlatformCollection.Name)]
public sealed class TillScriptStories(PlatformFixture platform) : IAsyncLifetime
{
    private const string Lifetime = "60000";
    private const string Id = "req_1";

    private readonly string prefix = $"{{script-{Guid.CreateVersion7():N}}}:";
    private RawRedis redis = null!;

    private string Open => prefix + "open";
    private string Account => prefix + "account";
    private string Hold => prefix + "hold";
    private string Holds => prefix + "holds";
    private string Events => prefix + "events";

    public async Task InitializeAsync()
    {
        redis = await RawRedis.ConnectAsync(platform);
        redis.Do("SET", Open, "epoch");
        redis.Do("HSET", Account, "credit", "1000");
    }

    public Task DisposeAsync()
    {
        foreach (var key in (string[])[Open, Account, Hold, Holds])
            redis.Do("DEL", key);
        redis.Dispose();
        return Task.CompletedTask;
    }

    [Theory]
    [InlineData("300", "-1", 0, 300)]
    [InlineData("5000", "-1", 3, 900)]
    [InlineData("5000", "500", 4, 400)]
    [InlineData("5000", "100", 4, 0)]
    public void An_extension_is_granted_as_far_as_credit_and_limit_go(string wanted, string limit, long reason, long granted)
    {
        Assert.Equal([0L, 100L, 1000L], Admit("100").Take(3));
        Assert.Equal([reason, granted], Extend(wanted, limit));
        Assert.Equal([Text(100 + granted), "1"], Values(Account, "held", "inflight"));
        Assert.Equal([Text(100 + granted)], Values(Account, "held:budget"));
        Assert.Equal(["held", Text(100 + granted)], HoldLines().Take(2));
    }

    [Fact]
    public void An_extension_lets_the_hold_live_longer_and_wanting_nothing_does_only_that()
    {
        Admit("100");
        redis.Do("ZADD", Holds, "5", Id);
        Assert.Equal([0L, 0L], Extend("0", "-1"));
        Assert.True(double.Parse((string)redis.Do("ZSCORE", Holds, Id)!, CultureInfo.InvariantCulture) > 1_000_000_000_000);
        Assert.Equal(["100"], Values(Account, "held"));
    }

    [Fact]
    public void A_closed_till_adds_nothing()
    {
        Admit("100");
        redis.Do("DEL", Open);
        Assert.Equal([1L, 0L], Extend("100", "-1"));
        Assert.Equal(["100"], Values(Account, "held"));
    }

    [Theory]
    [InlineData("settled")]
    [InlineData("expired")]
    [InlineData("withdrawn")]
    public void A_hold_that_has_ended_is_not_extended(string state)
    {
        redis.Do("SET", Hold, state);
        Assert.Equal([2L, 0L], Extend("100", "-1"));
        Assert.Equal([null], Values(Account, "held"));
        Assert.Null(redis.Do("ZSCORE", Holds, Id));
    }

    [Fact]
    public void A_hold_whose_admission_nobody_heard_of_is_given_back_once()
    {
        Admit("100");
        Assert.Equal(1L, Withdraw());
        Assert.Equal(0L, Withdraw());
        Assert.Equal(["1000", "0", "0"], Values(Account, "credit", "held", "inflight"));
        Assert.Equal(["0"], Values(Account, "held:budget"));
        Assert.Null(redis.Do("ZSCORE", Holds, Id));
        Assert.InRange((long)redis.Do("TTL", Hold)!, 1, 3_600);
    }

    [Fact]
    public void An_admission_that_comes_after_its_withdrawal_is_refused()
    {
        Assert.Equal(0L, Withdraw());
        Assert.Equal([1L], Admit("100").Take(1));
        Assert.Equal([null, null], Values(Account, "held", "inflight"));
    }

    [Theory]
    [InlineData("settled")]
    [InlineData("expired")]
    public void What_has_ended_is_not_withdrawn(string state)
    {
        redis.Do("SET", Hold, state);
        Assert.Equal(0L, Withdraw());
        Assert.Equal([state], HoldLines());
        Assert.Equal([null], Values(Account, "held"));
    }

    private object?[] Admit(string wanted) => (object?[])((object?[])Run("till.lua admit.lua settle.lua together.lua", [Open, Hold, Account, Holds, Events],
        ["admit", Id, wanted, wanted, "-1", Lifetime, "1000", "100", "budget", "key", "account\nbudget\nkey\n/endpoint\nmodel"])!)[0]!;

    private object?[] Extend(string wanted, string limit) =>
        (object?[])Run("extend.lua", [Open, Hold, Account, Holds], [Id, wanted, limit, Lifetime, "budget"])!;

    private object? Withdraw() => Run("withdraw.lua", [Hold, Account, Holds], [Id, "3600", "budget"]);

    /// <param name="files">Of which the script is made, as the gateway does it.</param>
    private object? Run(string files, string[] keys, string[] values) =>
        redis.Do(["EVAL", string.Join('\n', files.Split(' ').Select(Read)), Text(keys.Length), .. keys, .. values]);

    private static string Read(string file)
    {
        var assembly = Assembly.GetExecutingAssembly();
        using var text = new StreamReader(assembly.GetManifestResourceStream(
            assembly.GetManifestResourceNames().Single(name => name.EndsWith("." + file, StringComparison.Ordinal)))!);
        return text.ReadToEnd();
    }

    private object?[] Values(string key, params string[] fields) => (object?[])redis.Do(["HMGET", key, .. fields])!;

    private string[] HoldLines() => ((string)redis.Do("GET", Hold)!).Split('\n');

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
