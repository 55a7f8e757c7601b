using System.Globalization;
using Platform.Contracts;
using Platform.Tests.Unit.MoneyCore;
using Platform.Till;
using Platform.Usage.Demo.History;
using StackExchange.Redis;
using Xunit;

namespace Platform.Tests.Unit.TillRoom;

/// <summary>Requests and tokens a minute, and requests at once, of a key, an account and a model: in a real Redis, whose clock goes on.</summary>
public sealed class LimitsTests(PrivateRedis redis) : IClassFixture<PrivateRedis>
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(20),
        Lifetime = TimeSpan.FromMinutes(1);

    private readonly TillQueue queue = new(redis.Connection);
    private readonly Holds holds = new(redis.Connection);
    private readonly Guid account = Guid.CreateVersion7();

    private IDatabase Redis => redis.Connection.GetDatabase();

    private RedisKey Account => TillKeys.Account(account);

    public static TheoryData<LimitScope> Scopes => [LimitScope.Key, LimitScope.Account, LimitScope.Model];

    [RedisTheory]
    [MemberData(nameof(Scopes))]
    public async Task A_rate_of_tokens_admits_what_it_says_and_then_what_its_wait_says(LimitScope scope)
    {
        await OpenAsync();
        var limit = Limit(scope, tokens: 1_000);
        foreach (var (id, left) in ((string, long)[])[("a", 600), ("b", 200)])
        {
            var admitted = await AdmitAsync(id, 400, limit);
            Assert.Equal(AdmissionReason.Admitted, admitted.Reason);
            Assert.InRange(admitted.Nearest.RemainingTokens, left, left + 30);
            Assert.Equal((1, 0), (admitted.Nearest.Tokens, admitted.Nearest.Requests));
        }

        var refused = await AdmitAsync("c", 400, limit);
        Assert.Equal((AdmissionReason.Tokens, 1), (refused.Reason, refused.LimitedBy));
        Assert.InRange(refused.RetryAfter, TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(12));
        Assert.InRange(refused.Nearest.TokensResetAfter, TimeSpan.FromSeconds(46), TimeSpan.FromSeconds(48));
        // Refused again and again it waits no longer, and after its wait it runs.
        await PassAsync(refused.RetryAfter - TimeSpan.FromSeconds(1));
        Assert.Equal(AdmissionReason.Tokens, (await AdmitAsync("d", 400, limit)).Reason);
        await PassAsync(TimeSpan.FromSeconds(1));
        Assert.Equal(AdmissionReason.Admitted, (await AdmitAsync("e", 400, limit)).Reason);
        Assert.Equal(AdmissionReason.Tokens, (await AdmitAsync("f", 100, limit)).Reason);
    }

    [RedisFact]
    public async Task A_settlement_gives_back_what_was_not_used_and_takes_what_was_used_beside()
    {
        await OpenAsync();
        var limit = Limit(LimitScope.Key, tokens: 100_000);
        Assert.InRange(await RemainingAsync("few", 90_000, limit), 10_000, 10_500);
        await SettleAsync("few", 10);
        Assert.InRange(await RemainingAsync("many", 1_000, limit), 98_980, 99_000);
        await SettleAsync("many", 51_000);
        // Delivered again nothing counts again.
        await SettleAsync("many", 51_000);
        Assert.InRange(await RemainingAsync("all", 1_000, limit), 47_980, 49_500);
        await SettleAsync("all", 1_000);
        await SettleAsync("never admitted", 1_000);
        Assert.InRange(await RemainingAsync("next", 1_000, limit), 46_980, 48_800);
    }

    [RedisFact]
    public async Task Beyond_the_limit_used_tokens_are_waited_for()
    {
        await OpenAsync();
        var limit = Limit(LimitScope.Account, tokens: 1_000);
        await AdmitAsync("more", 100, limit);
        await SettleAsync("more", 3_000);
        var refused = await AdmitAsync("next", 100, limit);
        Assert.Equal((AdmissionReason.Tokens, 0L), (refused.Reason, refused.Nearest.RemainingTokens));
        Assert.InRange(refused.RetryAfter, TimeSpan.FromSeconds(120), TimeSpan.FromSeconds(126));
    }

    /// <summary>All of it has drained before it ends: what another has reserved since is not its to give back.</summary>
    [RedisFact]
    public async Task What_has_drained_is_not_given_back()
    {
        await OpenAsync();
        var limit = Limit(LimitScope.Key, tokens: 1_000);
        await AdmitAsync("long", 1_000, limit);
        await PassAsync(TimeSpan.FromSeconds(30));
        Assert.Equal(AdmissionReason.Admitted, (await AdmitAsync("second", 400, limit)).Reason);
        await PassAsync(TimeSpan.FromSeconds(20));
        // Half of the first had drained when the second came: 500 are given back of the 900 that counted then, and 333 have drained since.
        await SettleAsync("long", 0);
        Assert.InRange(await RemainingAsync("third", 1, limit), 930, 940);
        await PassAsync(TimeSpan.FromMinutes(2));
        Assert.Equal(AdmissionReason.Admitted, (await AdmitAsync("fourth", 1_000, limit)).Reason);
        await SettleAsync("second", 0);
        Assert.Equal(AdmissionReason.Tokens, (await AdmitAsync("fifth", 50, limit)).Reason);
    }

    [RedisFact]
    public async Task A_void_and_an_expiry_give_all_back()
    {
        await OpenAsync();
        var limit = Limit(LimitScope.Model, tokens: 1_000, concurrent: 1);
        await AdmitAsync("void", 1_000, limit);
        Assert.True(await holds.VoidAsync(account, "budget", Id("void")).WaitAsync(Timeout));
        Assert.Equal(AdmissionReason.Admitted, (await AdmitAsync("expired", 1_000, limit)).Reason);
        await ExpireAsync("expired");
        Assert.Equal(AdmissionReason.Admitted, (await AdmitAsync("last", 1_000, limit)).Reason);
    }

    [RedisTheory]
    [InlineData(LimitScope.Key)]
    [InlineData(LimitScope.Model)]
    public async Task Requests_at_once_are_admitted_up_to_their_limit_and_each_end_makes_room_for_one(LimitScope scope)
    {
        await OpenAsync();
        var limit = Limit(scope, concurrent: 2);
        Task<bool> Voided(string id) => holds.VoidAsync(account, "budget", Id(id)).WaitAsync(Timeout);
        await ExpectRunningAsync("first", limit, AdmissionReason.Admitted);
        foreach (
            var end in (Func<string, Task>[])
                [id => SettleAsync(id, 5), Voided, ExpireAsync, async id => (await Voided(id), await Voided(id)).ToString()]
        )
        {
            var id = Guid.CreateVersion7().ToString("N");
            await ExpectRunningAsync(id, limit, AdmissionReason.Admitted);
            await ExpectRunningAsync("more", limit, AdmissionReason.Concurrency);
            await end(id);
        }

        await SettleAsync("first", 0);
        await SettleAsync("first", 0);
        Assert.False(await Redis.HashExistsAsync(Account, scope == LimitScope.Key ? "running:budget" : "running:model:model"));
    }

    [RedisFact]
    public async Task What_runs_is_counted_again_when_a_shard_is_filled_or_a_hold_is_restored()
    {
        await OpenAsync();
        var limit = Limit(LimitScope.Key, tokens: 1_000, concurrent: 2);
        await ExpectRunningAsync("kept", limit, AdmissionReason.Admitted);
        var shard = TillKeys.ShardOf(account);
        await Redis.KeyDeleteAsync(TillKeys.Open(shard));
        // What other tests settled in this shard counts as posted.
        await Redis.StreamTrimAsync(TillKeys.Events(shard), 0);
        await holds
            .RestoreAsync(
                Id("lost"),
                new(new Money(1), TimeProvider.System.GetUtcNow(), Owner, new CountedLimits(1, 1, limit).RunningMarks),
                Lifetime
            )
            .WaitAsync(Timeout);
        var now = TimeProvider.System.GetUtcNow();
        var opening = new Opening(redis.Connection);
        await opening.MarkSettledAsync(shard, AsyncEnumerable.Empty<string>(), now, default);
        Assert.Equal(
            OpeningResult.Opened,
            await opening.OpenAsync(new(shard, "epoch", [account], [new AccountCredit(account, 1_000_000)], [], [], [], now), default)
        );

        await ExpectRunningAsync("third", limit, AdmissionReason.Concurrency);
        await SettleAsync("lost", 400);
        await ExpectRunningAsync("fourth", limit, AdmissionReason.Admitted);
        await SettleAsync("kept", 100);
        await ExpectRunningAsync("fifth", limit, AdmissionReason.Admitted);
    }

    [RedisTheory]
    [MemberData(nameof(Scopes))]
    public async Task A_request_that_never_fits_is_told_so(LimitScope scope)
    {
        await OpenAsync();
        var refused = await AdmitAsync("large", 1_001, Limit(scope, tokens: 1_000));
        Assert.Equal((AdmissionReason.TooLarge, 1_001L, 1), (refused.Reason, refused.LeastTokens, refused.LimitedBy));
    }

    /// <summary>Its hold pays for half of what it may want at most, and a quarter is free.</summary>
    [RedisFact]
    public async Task Without_a_limit_of_output_a_request_counts_as_what_its_hold_pays_for_and_what_is_free()
    {
        await OpenAsync(credit: 550);
        var limit = Limit(LimitScope.Key, tokens: 10_000);
        var held = await AdmitAsync("held", 1_000, limit, most: 10_000, wanted: 1_000, least: 100);
        Assert.Equal(AdmissionReason.Admitted, held.Reason);
        Assert.InRange(held.Nearest.RemainingTokens, 4_500, 4_600);
        await Redis.HashSetAsync(Account, "credit", 10_000);
        var rest = await AdmitAsync("rest", 1_000, limit, most: 10_000, wanted: 1_000, least: 100);
        Assert.Equal((AdmissionReason.Admitted, 0L), (rest.Reason, rest.Nearest.RemainingTokens));
    }

    [RedisFact]
    public async Task Rates_of_requests_count_for_the_account_and_the_model_and_a_refusal_by_one_counts_nowhere()
    {
        await OpenAsync();
        ScopeLimits[] limits =
        [
            .. Limit(LimitScope.Account, requests: 3),
            new ScopeLimits(LimitScope.Model, "other", new RateLimits(RequestsPerMinute: 2)),
        ];
        Assert.Equal((1, 1), Nearest(await AdmitAsync("1", 1, [limits[0], limits[1]], perMinute: 1_000)));
        Assert.Equal((0, 1), Nearest(await AdmitAsync("2", 1, [limits[0], limits[1]], perMinute: 1_000)));
        for (var i = 0; i < 5; i++)
        {
            var refused = await AdmitAsync($"refused{i}", 1, limits, perMinute: 1_000);
            Assert.Equal((AdmissionReason.Rate, 2), (refused.Reason, refused.LimitedBy));
        }

        Assert.Equal(AdmissionReason.Admitted, (await AdmitAsync("3", 1, [limits[0]], perMinute: 1_000)).Reason);
        var last = await AdmitAsync("4", 1, [limits[0]], perMinute: 1_000);
        Assert.Equal((AdmissionReason.Rate, 1), (last.Reason, last.LimitedBy));
        Assert.Equal((0, 1), Nearest(last));

        static (int, int) Nearest(AdmissionAnswer answer) => (answer.Remaining, answer.Nearest.Requests == 2 ? 1 : answer.Nearest.Requests);
    }

    /// <summary>Whoever waits for the one limit would be refused by the other.</summary>
    [RedisFact]
    public async Task The_longest_wait_is_told()
    {
        await OpenAsync();
        ScopeLimits[] limits = [new(LimitScope.Account, "", new RateLimits(60, 1_000))];
        for (var i = 0; i < 60; i++)
            Assert.Equal(AdmissionReason.Admitted, (await AdmitAsync($"{i}", i == 59 ? 941 : 1, limits)).Reason);
        var tokens = await AdmitAsync("tokens", 500, limits);
        Assert.Equal(AdmissionReason.Tokens, tokens.Reason);
        Assert.InRange(tokens.RetryAfter, TimeSpan.FromSeconds(28), TimeSpan.FromSeconds(30));
        var requests = await AdmitAsync("requests", 1, limits);
        Assert.Equal(AdmissionReason.Rate, requests.Reason);
        Assert.InRange(requests.RetryAfter, TimeSpan.Zero, TimeSpan.FromSeconds(1));
    }

    [RedisFact]
    public async Task Without_limits_nothing_is_kept_of_them()
    {
        await OpenAsync();
        await AdmitAsync("none", 400, []);
        Assert.DoesNotContain(await Redis.HashKeysAsync(Account), field => IsOfLimits(field!));
        Assert.DoesNotContain(
            "limits",
            (string?)await Redis.StringGetAsync(TillKeys.Hold(TillKeys.ShardOf(account), Id("none"))),
            StringComparison.Ordinal
        );

        static bool IsOfLimits(string field) =>
            field.StartsWith("tokens:", StringComparison.Ordinal) || field.StartsWith("running:", StringComparison.Ordinal);
    }

    /// <summary>
    /// Random requests that reserve, use less and end at any time: what counts is never less than if each had reserved what it used, and
    /// once all have ended never more than they used.
    /// </summary>
    [RedisFact]
    public async Task Given_back_is_never_more_than_is_left()
    {
        var dice = new Dice(7);
        for (var history = 0; history < 20; history++)
        {
            await Redis.KeyDeleteAsync(Account);
            var (now, truth, running, used) = (1_000_000_000_000_000L, 0.0, new List<(string Hold, int Used)>(), 0L);
            for (var step = 0; step < 40; step++)
            {
                var passed = dice.Between(0, 4_999_999);
                now += passed;
                truth = Math.Max(0, truth - passed * 1_000.0 / 60_000_000);
                if (running.Count == 0 || dice.Percent(50))
                {
                    var tokens = dice.Between(1, 399);
                    var marks = (string)(await RunAsync(Reserve, now, tokens))!;
                    if (marks == "")
                        continue;
                    running.Add((marks, dice.Between(0, tokens - 1)));
                    truth += running[^1].Used;
                }
                else
                    await EndAsync(dice.Between(0, running.Count - 1));
                Assert.True(await DebtAsync() >= truth - 0.01, $"{await DebtAsync()} counts, and {truth} was used");
            }

            while (running.Count > 0)
                await EndAsync(0);
            Assert.InRange(await DebtAsync(), truth - 0.01, used + 0.01);

            async Task EndAsync(int which)
            {
                await RunAsync(Release, now, running[which].Used, running[which].Hold);
                used += running[which].Used;
                running.RemoveAt(which);
            }

            async Task<double> DebtAsync() => double.Parse((string)(await RunAsync(Debt, now))!, CultureInfo.InvariantCulture);
        }
    }

    private const string Reserve = """
        local of = limits.read(KEYS[1], ARGV[2] .. ' ' .. ARGV[2] .. '\nname 0 1000 0', tonumber(ARGV[1]))
        local _, _, late = limits.late(of, tonumber(ARGV[1]))
        if late > 0.5 then return '' end
        local marks = limits.hold(of, of.most, tonumber(ARGV[1]))
        limits.write(KEYS[1], of.changes)
        return marks
        """;

    private const string Release = "limits.write(KEYS[1], limits.release(KEYS[1], ARGV[3], tonumber(ARGV[2]), tonumber(ARGV[1])))";
    private const string Debt = "return string.format('%.6f', limits.read(KEYS[1], '1 1\\nname 0 1000 0', tonumber(ARGV[1]))[1].debt)";

    private async Task<RedisResult> RunAsync(string script, params RedisValue[] values)
    {
        using var stream = typeof(TillKeys).Assembly.GetManifestResourceStream("limits.lua")!;
        using var reader = new StreamReader(stream);
        return await Redis.ScriptEvaluateAsync($"{reader.ReadToEnd()}\n{script}", [Account], values);
    }

    private HoldOwner Owner => new(account, "budget", "key", "/v1/chat/completions", "model");

    private static ScopeLimits[] Limit(LimitScope scope, int? requests = null, int? tokens = null, int? concurrent = null) =>
        [new(scope, scope == LimitScope.Key ? "budget" : "model", new RateLimits(requests, tokens, concurrent))];

    private string Id(string request) => $"{account}/{request}";

    private async Task OpenAsync(long credit = 1_000_000)
    {
        await Redis.HashSetAsync(Account, "credit", credit);
        await Redis.StringSetAsync(TillKeys.Open(TillKeys.ShardOf(account)), "epoch");
    }

    private Task<AdmissionAnswer> AdmitAsync(
        string request,
        long tokens,
        IReadOnlyList<ScopeLimits> limits,
        int perMinute = 1_000_000,
        long? most = null,
        long wanted = 1,
        long least = 1
    ) =>
        new Admissions(queue)
            .AdmitAsync(
                new AdmissionRequest(
                    Id(request),
                    Owner,
                    new Money(wanted),
                    new Money(least),
                    null,
                    Lifetime,
                    perMinute,
                    100,
                    100,
                    Limits: limits.Count == 0 ? null : new CountedLimits(tokens, most ?? tokens, limits)
                )
            )
            .WaitAsync(Timeout);

    private async Task<long> RemainingAsync(string request, long tokens, IReadOnlyList<ScopeLimits> limits)
    {
        var answer = await AdmitAsync(request, tokens, limits);
        Assert.Equal(AdmissionReason.Admitted, answer.Reason);
        return answer.Nearest.RemainingTokens;
    }

    private async Task ExpectRunningAsync(string request, IReadOnlyList<ScopeLimits> limits, AdmissionReason reason)
    {
        var answer = await AdmitAsync(request, 100, limits);
        Assert.Equal(reason, answer.Reason);
        if (reason == AdmissionReason.Concurrency)
            Assert.Equal(1, answer.LimitedBy);
    }

    private Task<SettlementAnswer> SettleAsync(string request, long tokens) =>
        new Settlements(queue)
            .SettleAsync(
                new SettlementRequest(
                    account,
                    "budget",
                    Id(request),
                    Money.Zero,
                    "{}"u8.ToArray(),
                    TimeProvider.System.GetUtcNow(),
                    Tokens: tokens
                )
            )
            .WaitAsync(Timeout);

    private async Task ExpireAsync(string request)
    {
        var shard = TillKeys.ShardOf(account);
        await Redis.SortedSetAddAsync(TillKeys.Holds(shard), Id(request), 1);
        var hold = await holds.FindAsync(shard, Id(request), default);
        Assert.Equal("model", hold!.Owner.Model);
        Assert.True(await holds.ExpireAsync(Id(request), hold, default).WaitAsync(Timeout));
        var posted = (string)(await Redis.StreamRangeAsync(TillKeys.Events(shard))).Last()["e"]!;
        Assert.Contains("\"model\":\"model\",", posted, StringComparison.Ordinal);
    }

    /// <summary>Lets time pass for the rates: what counts is so much older then.</summary>
    private async Task PassAsync(TimeSpan time)
    {
        foreach (var field in await Redis.HashGetAllAsync(Account))
            if (field.Name.StartsWith("tokens:"))
            {
                var values = ((string)field.Value!).Split(' ');
                values[1] = (long.Parse(values[1], CultureInfo.InvariantCulture) - (long)time.TotalMicroseconds).ToString(
                    CultureInfo.InvariantCulture
                );
                await Redis.HashSetAsync(Account, field.Name, string.Join(' ', values));
            }
    }
}
