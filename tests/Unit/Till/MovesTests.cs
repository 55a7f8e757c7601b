using System.Globalization;
using Platform.Contracts;
using Platform.Tests.Unit.MoneyCore;
using Platform.Till;
using Platform.Usage.Demo.History;
using StackExchange.Redis;
using Xunit;

namespace Platform.Tests.Unit.TillRoom;

/// <summary>A hold that moves from the limits of one model to those of another, in a real Redis.</summary>
public sealed class MovesTests(PrivateRedis redis) : IClassFixture<PrivateRedis>
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(20);

    private readonly TillQueue queue = new(redis.Connection);
    private readonly Holds holds = new(redis.Connection);
    private readonly Guid account = Guid.CreateVersion7();

    private IDatabase Redis => redis.Connection.GetDatabase();

    private RedisKey Account => TillKeys.Account(account);

    [RedisFact]
    public async Task What_counts_moves_to_the_other_model_and_leaves_nothing_at_the_first()
    {
        await OpenAsync();
        var (first, second) = (At("a", 2, 1_000, 1), At("b", 3, 2_000, 1));
        Assert.Equal(AdmissionReason.Admitted, (await AdmitAsync("moves", first)).Reason);
        var moved = await MoveAsync("moves", second, "b");
        Assert.Equal((AdmissionReason.Admitted, 2, 1, 1), (moved.Reason, moved.Remaining, moved.Nearest.Requests, moved.Nearest.Tokens));
        Assert.InRange(moved.Nearest.RemainingTokens, 1_600, 1_620);
        Assert.Equal(["running:model:b", "tokens:model:b"], await CountedAsync());

        // At the first there is all of it again, at the second no more at once.
        Assert.Equal(AdmissionReason.Admitted, (await AdmitAsync("1", first, 1_000)).Reason);
        await SettleAsync("1", 0);
        var last = await AdmitAsync("2", first, 1_000);
        Assert.Equal((AdmissionReason.Admitted, 0), (last.Reason, last.Remaining));
        Assert.Equal(AdmissionReason.Concurrency, (await AdmitAsync("3", second)).Reason);
    }

    /// <summary>Two gateways, each by its own connection: of those that come at the same time as many get in as there is room for.</summary>
    [RedisTheory]
    [InlineData(7, null, null, AdmissionReason.Rate)]
    [InlineData(null, 2_900, null, AdmissionReason.Tokens)]
    [InlineData(null, null, 7, AdmissionReason.Concurrency)]
    public async Task Exactly_as_many_get_in_as_the_limit_says(int? requests, int? tokens, int? concurrent, AdmissionReason refusal)
    {
        await OpenAsync();
        await using var other = await ConnectionMultiplexer.ConnectAsync(redis.Connection.Configuration);
        Holds[] gateways = [holds, new(other)];
        var (first, second) = (At("a", 1_000, 1_000_000, 1_000), At("b", requests, tokens, concurrent));
        for (var i = 0; i < 30; i++)
            Assert.Equal(AdmissionReason.Admitted, (await AdmitAsync($"{i}", first)).Reason);
        var answers = await Task.WhenAll(
            Enumerable.Range(0, 30).Select(i => gateways[i % 2].MoveAsync(Request($"{i}", second), "b").WaitAsync(Timeout))
        );
        Assert.Equal(7, answers.Count(answer => answer.Reason == AdmissionReason.Admitted));
        foreach (var refused in answers.Where(answer => answer.Reason != AdmissionReason.Admitted))
            Assert.Equal((refusal, 1), (refused.Reason, refused.LimitedBy));
        // Those that found no room still count at the first.
        Assert.Equal(23, (int)await Redis.HashGetAsync(Account, "running:model:a"));
    }

    [RedisTheory]
    [InlineData(1, 5_000, 9, AdmissionReason.Rate)]
    [InlineData(9, 500, 9, AdmissionReason.Tokens)]
    [InlineData(9, 399, 9, AdmissionReason.TooLarge)]
    [InlineData(9, 5_000, 1, AdmissionReason.Concurrency)]
    public async Task Where_there_is_no_room_nothing_changes(int requests, int tokens, int concurrent, AdmissionReason reason)
    {
        await OpenAsync();
        var second = At("b", requests, tokens, concurrent);
        await AdmitAsync("there", second, Math.Min(400, tokens));
        await AdmitAsync("moves", At("a", 10, 1_000, 10));
        var (before, hold) = (await FieldsAsync(), await HoldAsync("moves"));
        Assert.Equal((reason, 1), (await MoveAsync("moves", second, "b")) is var refused ? (refused.Reason, refused.LimitedBy) : default);
        Assert.Equal(before, await FieldsAsync());
        Assert.Equal(hold, await HoldAsync("moves"));
        if (reason is AdmissionReason.Rate)
            Assert.InRange(refused.RetryAfter, TimeSpan.FromSeconds(50), TimeSpan.FromSeconds(60));
        if (reason is AdmissionReason.Tokens)
            Assert.InRange(refused.RetryAfter, TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(36));
    }

    [RedisFact]
    public async Task The_same_again_changes_nothing_and_a_model_without_limits_only_gives_back()
    {
        await OpenAsync();
        var second = At("b", 5, null, null);
        await AdmitAsync("moves", At("a", 10, 1_000, 10));
        Assert.Equal(4, (await MoveAsync("moves", second, "b")).Remaining);
        var (before, hold) = (await FieldsAsync(), await HoldAsync("moves"));
        Assert.Equal(
            (AdmissionReason.Admitted, 4),
            (await MoveAsync("moves", second, "b")) is var again ? (again.Reason, again.Remaining) : default
        );
        Assert.Equal(before, await FieldsAsync());
        Assert.Equal(hold, await HoldAsync("moves"));
        Assert.Equal(AdmissionReason.Admitted, (await MoveAsync("moves", [], "c")).Reason);
        Assert.DoesNotContain("limits", await HoldAsync("moves"), StringComparison.Ordinal);
        // It was the only one, so all is free again.
        Assert.Equal(
            (AdmissionReason.Admitted, 4),
            (await AdmitAsync("next", second)) is var next ? (next.Reason, next.Remaining) : default
        );
    }

    [RedisFact]
    public async Task A_hold_that_ends_after_it_has_moved_gives_back_at_the_model_where_it_is()
    {
        await OpenAsync();
        var (first, second) = (At("a", null, 1_000, 1), At("b", null, 2_000, 1));
        foreach (var end in (Func<string, Task>[])[id => SettleAsync(id, 0), VoidAsync, ExpireAsync])
        {
            var id = Guid.CreateVersion7().ToString("N");
            Assert.Equal(AdmissionReason.Admitted, (await AdmitAsync(id, first)).Reason);
            Assert.Equal(AdmissionReason.Admitted, (await MoveAsync(id, second, "b")).Reason);
            await end(id);
            Assert.Empty(await CountedAsync());
            // What has ended moves no more.
            Assert.Equal(AdmissionReason.Closed, (await MoveAsync(id, first, "a")).Reason);
            Assert.Empty(await CountedAsync());
        }

        await AdmitAsync("used", first);
        await MoveAsync("used", second, "b");
        await SettleAsync("used", 1_500);
        Assert.InRange((await AdmitAsync("next", second, 100)).Nearest.RemainingTokens, 400, 440);
        Assert.Equal(AdmissionReason.Closed, (await MoveAsync("never admitted", second, "b")).Reason);
    }

    [RedisFact]
    public async Task With_fewer_tokens_left_than_it_counts_as_a_hold_counts_as_fewer_for_its_key_too()
    {
        await OpenAsync();
        ScopeLimits key = new(LimitScope.Key, "budget", new RateLimits(TokensPerMinute: 10_000));
        var second = At("b", null, 1_000, null);
        await AdmitAsync("there", second, 700);
        Assert.InRange((await AdmitAsync("moves", [key], 100, 5_000)).Nearest.RemainingTokens, 5_000, 5_010);
        Assert.Equal(AdmissionReason.Admitted, (await MoveAsync("moves", [key, .. second], "b", 100, 5_000)).Reason);
        Assert.InRange((await AdmitAsync("next", [key], 1, 1)).Nearest.RemainingTokens, 9_690, 9_720);
        await SettleAsync("moves", 10);
        Assert.InRange((await AdmitAsync("last", [key], 1, 1)).Nearest.RemainingTokens, 9_980, 9_998);
    }

    /// <summary>
    /// Random requests that are admitted for one model, move between it and another, and end at any time. Of each model never less counts
    /// than if each request had been at the model where it ended alone, with what it used, and once all have ended never more than was used.
    /// </summary>
    [RedisFact]
    public async Task Whatever_moves_counts_nowhere_less_than_it_should()
    {
        var dice = new Dice(11);
        for (var history = 0; history < 20; history++)
        {
            await Redis.KeyDeleteAsync(Account);
            var now = 1_000_000_000_000_000L;
            var (debts, arrivals) = (new double[2], new double[2]);
            List<Moving> running = [];
            for (var step = 0; step < 40; step++)
            {
                var passed = dice.Between(0, 4_999_999);
                now += passed;
                for (var at = 0; at < 2; at++)
                    debts[at] = Math.Max(0, debts[at] - passed * 1_000.0 / 60_000_000);
                if (running.Count == 0 || dice.Percent(40))
                {
                    var hold = (string)(await RunAsync(Reserve, now, "", 0, dice.Between(1, 399)))!;
                    // At last it is at the other model, or stays.
                    if (hold != "")
                        Count(new Moving(hold, 0, dice.Percent(50) ? 1 : 0, dice.Between(0, 1)));
                }
                else if (dice.Percent(60) && running.Find(request => request.At != request.Ends) is { } moving)
                {
                    running.Remove(moving);
                    var hold = (string)(await RunAsync(Move, now, moving.Hold, moving.Ends, 1))!;
                    if (hold != "")
                        Count(moving with { Hold = hold, At = moving.Ends });
                    else
                        await RunAsync(Release, now, moving.Hold, 0, 0);
                }
                else
                {
                    await RunAsync(Release, now, running[0].Hold, 0, running[0].At == running[0].Ends ? running[0].Used : 0);
                    running.RemoveAt(0);
                }

                for (var at = 0; at < 2; at++)
                {
                    var counts = (await RunAsync(Counts, now, "", at, 0)) is var told ? ((string)told!).Split(' ') : [];
                    Assert.True(Number(counts[0]) >= debts[at] - 0.01, $"{counts[0]} tokens count at {at}, and {debts[at]} were used");
                    Assert.True(
                        Number(counts[1]) >= arrivals[at] - 2,
                        $"the next arrival at {at} is {counts[1]}, and it was {arrivals[at]}"
                    );
                    Assert.Equal(running.Count(request => request.At == at), Number(counts[2]));
                }
            }

            // What counts from the beginning where it ends.
            void Count(Moving request)
            {
                running.Add(request);
                if (request.At != request.Ends)
                    return;
                debts[request.At] += request.Used;
                arrivals[request.At] = Math.Max(arrivals[request.At], now) + 60_000_000 / 30.0;
            }
        }
    }

    private const string Text =
        "local function asked(least, most, at) return least .. ' ' .. most .. '\\nmodel:' .. at .. ' 30 1000 100' end\n";

    private const string Reserve =
        Text
        + """
            local now = tonumber(ARGV[1])
            local of = limits.read(KEYS[1], asked(ARGV[4], ARGV[4], ARGV[3]), now)
            local late, _, late_tokens = limits.late(of, now)
            if late > 0.5 or late_tokens > 0.5 then return '' end
            limits.count(of.changes, of)
            local marks = limits.hold(of, of.most, now)
            limits.write(KEYS[1], of.changes)
            return 'held\n1\n1\nowner' .. marks
            """;

    private const string Move =
        Text
        + """
            local now = tonumber(ARGV[1])
            local of = limits.read(KEYS[1], asked(1, 400, ARGV[3]), now)
            local late, _, late_tokens = limits.late(of, now)
            if late > 0.5 or late_tokens > 0.5 then return '' end
            return limits.move(KEYS[1], ARGV[2], of, of[1], now)
            """;

    private const string Release = "limits.write(KEYS[1], limits.release(KEYS[1], ARGV[2], tonumber(ARGV[4]), tonumber(ARGV[1])))";

    private const string Counts =
        Text
        + """
            local one = limits.read(KEYS[1], asked(1, 1, ARGV[3]), tonumber(ARGV[1]))[1]
            return string.format('%.6f %d %d', one.debt, one.arrival, one.running)
            """;

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    private async Task<RedisResult> RunAsync(string script, params RedisValue[] values)
    {
        using var stream = typeof(TillKeys).Assembly.GetManifestResourceStream("limits.lua")!;
        using var reader = new StreamReader(stream);
        return await Redis.ScriptEvaluateAsync($"{reader.ReadToEnd()}\n{script}", [Account], values);
    }

    private static ScopeLimits[] At(string model, int? requests, int? tokens, int? concurrent) =>
        [new(LimitScope.Model, model, new RateLimits(requests, tokens, concurrent))];

    private string Id(string request) => $"{account}/{request}";

    private async Task OpenAsync()
    {
        await Redis.HashSetAsync(Account, "credit", 1_000_000);
        await Redis.StringSetAsync(TillKeys.Open(TillKeys.ShardOf(account)), "epoch");
    }

    private AdmissionRequest Request(string request, IReadOnlyList<ScopeLimits> limits, long least = 400, long most = 400) =>
        new(
            Id(request),
            new HoldOwner(account, "budget", "key", "/v1/chat/completions", "a"),
            new Money(1),
            new Money(1),
            null,
            TimeSpan.FromMinutes(1),
            1_000_000,
            100,
            100,
            Limits: limits.Count == 0 ? null : new CountedLimits(least, most, limits)
        );

    private Task<AdmissionAnswer> AdmitAsync(string request, IReadOnlyList<ScopeLimits> limits, long tokens = 400, long? most = null) =>
        new Admissions(queue).AdmitAsync(Request(request, limits, tokens, most ?? tokens)).WaitAsync(Timeout);

    private Task<AdmissionAnswer> MoveAsync(
        string request,
        IReadOnlyList<ScopeLimits> limits,
        string model,
        long least = 400,
        long most = 400
    ) => holds.MoveAsync(Request(request, limits, least, most), model).WaitAsync(Timeout);

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

    private async Task VoidAsync(string request) => Assert.True(await holds.VoidAsync(account, "budget", Id(request)).WaitAsync(Timeout));

    private async Task ExpireAsync(string request)
    {
        var shard = TillKeys.ShardOf(account);
        await Redis.SortedSetAddAsync(TillKeys.Holds(shard), Id(request), 1);
        var hold = await holds.FindAsync(shard, Id(request), default);
        // The model that was asked for.
        Assert.Equal("a", hold!.Owner.Model);
        Assert.True(await holds.ExpireAsync(Id(request), hold, default).WaitAsync(Timeout));
    }

    private async Task<string> HoldAsync(string request) =>
        (await Redis.StringGetAsync(TillKeys.Hold(TillKeys.ShardOf(account), Id(request)))).ToString();

    private async Task<IReadOnlyList<string>> FieldsAsync() =>
        [.. (await Redis.HashGetAllAsync(Account)).Select(field => $"{field.Name} {field.Value}").Order(StringComparer.Ordinal)];

    /// <summary>The names of what counts until it ends.</summary>
    private async Task<IReadOnlyList<string>> CountedAsync() =>
        [
            .. (await Redis.HashKeysAsync(Account))
                .Select(field => field.ToString())
                .Where(field =>
                    field.StartsWith("tokens:", StringComparison.Ordinal) || field.StartsWith("running:", StringComparison.Ordinal)
                )
                .Order(StringComparer.Ordinal),
        ];

    /// <summary>A request with the model where it is, where it ends, and what it uses there.</summary>
    private sealed record Moving(string Hold, int At, int Ends, int Used);
}
