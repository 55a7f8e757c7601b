using System.Diagnostics;
using System.Globalization;
using Platform.Contracts;
using Platform.Tests.Unit.MoneyCore;
using Platform.Till;
using StackExchange.Redis;
using Xunit;

namespace Platform.Tests.Unit.TillRoom;

/// <summary>Steps that go together, in a real Redis.</summary>
public sealed class TillQueueTests(PrivateRedis single, PrivateCluster cluster) : IClassFixture<PrivateRedis>, IClassFixture<PrivateCluster>
{
    private const int Steps = 40;
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(20);

    [RedisFact]
    public async Task What_comes_while_a_call_is_under_way_goes_in_one_call()
    {
        var accounts = await OpenAsync(single.Connection);
        var queue = new TillQueue(single.Connection);
        Admitted(await AdmitAsync(queue, accounts[0], "together").WaitAsync(Timeout));
        var before = await CallsAsync(single.Connection);
        await PauseAsync(single.Connection, 500);
        var answers = await Task.WhenAll(
                Enumerable.Range(0, Steps).Select(i => AdmitAsync(queue, accounts[i % accounts.Length], $"together{i}"))
            )
            .WaitAsync(Timeout);
        Assert.All(answers, Admitted);
        Assert.Equal(2, await CallsAsync(single.Connection) - before);
    }

    [RedisFact]
    public async Task In_a_cluster_shards_go_apart()
    {
        var accounts = await OpenAsync(cluster.Connection);
        var queue = new TillQueue(cluster.Connection);
        var answers = await Task.WhenAll(
                Enumerable.Range(0, Steps).Select(i => AdmitAsync(queue, accounts[i % accounts.Length], $"apart{i}"))
            )
            .WaitAsync(Timeout);
        Assert.All(answers, Admitted);
        var settled = await Task.WhenAll(
                Enumerable.Range(0, Steps).Select(i => SettleAsync(queue, accounts[i % accounts.Length], $"apart{i}"))
            )
            .WaitAsync(Timeout);
        Assert.All(settled, epoch => Assert.Equal("epoch", epoch));
    }

    [RedisFact]
    public async Task Steps_are_carried_out_in_the_order_in_which_they_were_asked()
    {
        var account = (await OpenAsync(single.Connection))[0];
        var queue = new TillQueue(single.Connection);
        await PauseAsync(single.Connection, 200);
        // One at once is allowed, so each is admitted only after the one before is settled.
        var steps = Enumerable
            .Range(0, 50)
            .Select(i => (Admitted: AdmitAsync(queue, account, $"order{i}", atOnce: 1), Settled: SettleAsync(queue, account, $"order{i}")))
            .ToArray();
        await Task.WhenAll(steps.Select(step => step.Settled)).WaitAsync(Timeout);
        foreach (var step in steps)
            Admitted(await step.Admitted.WaitAsync(Timeout));
    }

    [RedisFact]
    public async Task A_step_that_fails_takes_no_other_with_it()
    {
        var accounts = await OpenAsync(single.Connection);
        var broken = new Guid("01990000-0000-7000-8000-0000000000f1");
        await single.Connection.GetDatabase().StringSetAsync(TillKeys.Account(broken), "no hash");
        var queue = new TillQueue(single.Connection);
        await PauseAsync(single.Connection, 200);
        var steps = Enumerable.Range(0, 9).Select(i => AdmitAsync(queue, i == 4 ? broken : accounts[1], $"fails{i}")).ToArray();
        var refused = await Assert.ThrowsAsync<RedisServerException>(() => Task.WhenAll(steps).WaitAsync(Timeout));
        Assert.Contains("WRONGTYPE", refused.Message, StringComparison.Ordinal);
        Assert.All(steps.Where((_, i) => i != 4), step => Admitted(step.Result));
    }

    [RedisFact]
    public async Task A_redis_that_does_not_answer_keeps_nobody_longer_than_one_call()
    {
        var account = (await OpenAsync(single.Connection))[0];
        var queue = new TillQueue(single.Connection);
        await PauseAsync(single.Connection, 3_500);
        var since = Stopwatch.StartNew();
        var first = AdmitAsync(queue, account, "late0");
        var behind = Enumerable.Range(1, 9).Select(i => AdmitAsync(queue, account, $"late{i}")).ToArray();
        await Assert.ThrowsAsync<TimeoutException>(() => first.WaitAsync(Timeout));
        foreach (var step in behind)
            await Assert.ThrowsAsync<TimeoutException>(() => step.WaitAsync(Timeout));
        Assert.InRange(since.Elapsed, TimeSpan.FromSeconds(2.9), TimeSpan.FromSeconds(6));

        // What was given up behind the call was never sent, and the next is answered as ever.
        Admitted(await AdmitAsync(queue, account, "after").WaitAsync(Timeout));
        Assert.False(await single.Connection.GetDatabase().KeyExistsAsync(TillKeys.Hold(TillKeys.ShardOf(account), "late1")));
    }

    [RedisFact]
    public async Task Amounts_that_a_script_does_not_count_exactly_are_charged_to_the_nano_dollar()
    {
        var account = (await OpenAsync(single.Connection))[2];
        await Redis.HashSetAsync(TillKeys.Account(account), "credit", 9_007_199_254_740_993_123);
        var queue = new TillQueue(single.Connection);
        Admitted(await AdmitAsync(queue, account, "rich"));
        await SettleAsync(queue, account, "rich");
        var fields = await Redis.HashGetAllAsync(TillKeys.Account(account));
        Assert.EndsWith(
            " 10 0",
            fields.Single(field => field.Name.ToString().StartsWith("day:", StringComparison.Ordinal)).Value.ToString()
        );
        var left = fields.Where(field => field.Name.ToString().Split(':')[0] is not ("rate" or "day"));
        Assert.Equivalent(
            new Dictionary<string, long>
            {
                ["credit"] = 9_007_199_254_740_993_113,
                ["spent:budget"] = 10,
                ["held"] = 0,
                ["inflight"] = 0,
                ["held:budget"] = 0,
            },
            left.ToDictionary(field => field.Name.ToString(), field => (long)field.Value),
            strict: true
        );
    }

    [RedisFact]
    public async Task No_more_is_held_of_an_account_than_a_script_counts_exactly()
    {
        var account = (await OpenAsync(single.Connection))[3];
        await Redis.HashSetAsync(TillKeys.Account(account), "credit", long.MaxValue);
        var queue = new TillQueue(single.Connection);
        Assert.Equal(1L << 53, (await AdmitAsync(queue, account, "most0", wanted: long.MaxValue)).Granted.NanoUsd);
        Assert.Equal(AdmissionReason.InFlight, (await AdmitAsync(queue, account, "most1", wanted: long.MaxValue)).Reason);
        await SettleAsync(queue, account, "most0");
        Admitted(await AdmitAsync(queue, account, "most2"));
    }

    private IDatabase Redis => single.Connection.GetDatabase();

    private static async Task<Guid[]> OpenAsync(ConnectionMultiplexer redis)
    {
        var accounts = Enumerable.Range(0, 4).Select(i => new Guid($"01990000-0000-7000-8000-00000000000{i}")).ToArray();
        foreach (var account in accounts.Append(new Guid("01990000-0000-7000-8000-0000000000f1")))
        {
            await redis.GetDatabase().KeyDeleteAsync(TillKeys.Account(account));
            await redis.GetDatabase().HashSetAsync(TillKeys.Account(account), "credit", 1_000_000);
            await redis.GetDatabase().StringSetAsync(TillKeys.Open(TillKeys.ShardOf(account)), "epoch");
        }

        return accounts;
    }

    private static Task<AdmissionAnswer> AdmitAsync(TillQueue queue, Guid account, string request, int atOnce = 100, long wanted = 100) =>
        new Admissions(queue).AdmitAsync(
            new AdmissionRequest(
                request,
                new HoldOwner(account, "budget", "key", "/v1/chat/completions", "model"),
                new Money(wanted),
                new Money(100),
                null,
                TimeSpan.FromMinutes(1),
                1_000_000,
                atOnce,
                1_000
            )
        );

    private static async Task<string> SettleAsync(TillQueue queue, Guid account, string request) =>
        (
            await new Settlements(queue).SettleAsync(
                new SettlementRequest(account, "budget", request, new Money(10), "{}"u8.ToArray(), TimeProvider.System.GetUtcNow())
            )
        ).Epoch;

    private static void Admitted(AdmissionAnswer answer) => Assert.Equal(AdmissionReason.Admitted, answer.Reason);

    private static Task<RedisResult> PauseAsync(ConnectionMultiplexer redis, int milliseconds) =>
        redis.GetDatabase().ExecuteAsync("CLIENT", "PAUSE", milliseconds, "ALL");

    private static async Task<long> CallsAsync(ConnectionMultiplexer redis)
    {
        var commands = await redis.GetServers().Single().InfoAsync("commandstats");
        return commands
            .SelectMany(section => section)
            .Where(line => line.Key.StartsWith("cmdstat_eval", StringComparison.Ordinal))
            .Sum(line => long.Parse(line.Value.Split(',')[0]["calls=".Length..], CultureInfo.InvariantCulture));
    }
}
