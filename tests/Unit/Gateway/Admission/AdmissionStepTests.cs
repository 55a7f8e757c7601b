using System.Text;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Platform.Contracts;
using Platform.Gateway.Admission;
using Platform.Gateway.Billing;
using Platform.Gateway.Protocols;
using Platform.Tests.Unit.MoneyCore;
using Platform.Till;
using StackExchange.Redis;
using Xunit;

namespace Platform.Tests.Unit.Gateway.Admission;

/// <summary>Step 4 with its till in a real Redis: what it asks for, and what becomes of its holds.</summary>
public sealed class AdmissionStepTests : IClassFixture<PrivateRedis>
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(20);

    private static readonly InferenceRequest Request = RequestParser
        .Parse(Encoding.UTF8.GetBytes("""{"model":"first","max_tokens":50,"messages":["12345678"]}"""), RequestShape.Chat)
        .Value!;

    private readonly PrivateRedis redis;
    private readonly FakeTimeProvider time = new();
    private readonly IOptions<AdmissionOptions> options = Options.Create(new AdmissionOptions());
    private readonly Guid account = Guid.CreateVersion7();
    private readonly LimitsInForce limits;
    private readonly Holds holds;
    private readonly HoldReversals reversals;
    private readonly ActiveHolds active;

    public AdmissionStepTests(PrivateRedis redis)
    {
        this.redis = redis;
        // Without a Redis its tests are skipped.
        holds = new Holds(redis.Connection);
        limits = new LimitsInForce(options);
        reversals = new HoldReversals(holds);
        active = new ActiveHolds(holds, new HoldExtension(holds, options, time), options, time);
    }

    private IDatabase Redis => redis.Connection.GetDatabase();

    private int Shard => TillKeys.ShardOf(account);

    [RedisFact]
    public async Task The_limits_of_the_key_are_those_that_the_till_is_asked_with()
    {
        await OpenAsync();
        Assert.Equal("key_limit_exceeded", (await AdmitAsync("1", spend: 10)).Hold.Error?.Code);
        foreach (var period in Enum.GetValues<SpendPeriod>())
        {
            var refused = (await AdmitAsync($"2{period}", period: new PeriodLimit(new Money(10), period))).Hold.Error!;
            Assert.Equal("key_limit_exceeded", refused.Code);
            Assert.Contains($"a {period.ToString().ToLowerInvariant()} ", refused.Message, StringComparison.Ordinal);
        }

        Assert.Equal("request_too_large", (await AdmitAsync("3", own: new RateLimits(TokensPerMinute: 20))).Hold.Error?.Code);
        Assert.Equal(0, active.Count);
        var admitted = await AdmitAsync("4", spend: 1_000, period: new PeriodLimit(new Money(1_000), SpendPeriod.Month));
        Assert.Equal(129, (await HeldAsync()).Held);
        Assert.Equal(new Money(129), admitted.Hold.Value!.Hold.Amount);
    }

    /// <summary>Before a large body is read.</summary>
    [RedisTheory]
    [InlineData(1, 99, null)]
    [InlineData(0, 0, "insufficient_quota")]
    [InlineData(-5, 0, "insufficient_quota")]
    [InlineData(1, 100, "key_limit_exceeded")]
    public async Task Who_cannot_pay_for_anything_is_refused_unread(long credit, long spent, string? code)
    {
        await OpenAsync();
        await Redis.HashSetAsync(TillKeys.Account(account), [new("credit", credit), new("spent:budget", spent)]);
        var key = new KeyFacts("key", "budget", account, "", KeyStatus.Active, null, new Money(100), null);
        Assert.Equal(code, (await Step().RefuseUnpaidAsync(key, default).AsTask().WaitAsync(Timeout))?.Code);
    }

    /// <summary>Where nobody could be asked after all.</summary>
    [RedisFact]
    public async Task A_hold_that_is_void_is_given_back_and_runs_no_more()
    {
        await OpenAsync();
        var funding = (await AdmitAsync("void")).Hold.Value!;
        Assert.Equal((129, 1, 1), ((await HeldAsync()).Held, (await HeldAsync()).InFlight, active.Count));
        Step().Void(funding.Hold);
        await reversals.CarryOutAsync().WaitAsync(Timeout);
        Assert.Equal((0, 0, 0), ((await HeldAsync()).Held, (await HeldAsync()).InFlight, active.Count));
    }

    /// <summary>Its script may have placed a hold, or may still place it.</summary>
    [RedisTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_admission_without_an_answer_is_voided_whether_or_not_it_ran(bool ran)
    {
        await OpenAsync();
        await using var away = await ConnectionMultiplexer.ConnectAsync(
            new ConfigurationOptions
            {
                EndPoints = { "127.0.0.1:9" },
                AbortOnConnectFail = false,
                ConnectTimeout = 100,
                BacklogPolicy = BacklogPolicy.FailFast,
            }
        );
        if (ran)
            await AdmitAsync("lost");
        Assert.Equal("service_unavailable", (await AdmitAsync("lost", at: away)).Hold.Error?.Code);
        await reversals.CarryOutAsync().WaitAsync(Timeout);
        Assert.Equal((0, 0), await HeldAsync());
        // It comes late.
        Assert.NotNull((await AdmitAsync("lost")).Hold.Error);
        Assert.Equal((0, 0), await HeldAsync());
    }

    [RedisFact]
    public async Task A_hold_of_which_a_third_has_passed_is_renewed()
    {
        await OpenAsync();
        await AdmitAsync("long");
        var (expiries, third) = (TillKeys.Holds(Shard), options.Value.HoldLifetime / 3);
        await Redis.SortedSetAddAsync(expiries, Id("long"), 1);
        time.Advance(third);
        await active.RenewAsync().WaitAsync(Timeout);
        Assert.Equal(1, await Redis.SortedSetScoreAsync(expiries, Id("long")));
        time.Advance(TimeSpan.FromSeconds(1));
        await active.RenewAsync().WaitAsync(Timeout);
        var now = TimeProvider.System.GetUtcNow() + options.Value.HoldLifetime - TimeSpan.FromMinutes(1);
        Assert.True(await Redis.SortedSetScoreAsync(expiries, Id("long")) > now.ToUnixTimeMilliseconds());
    }

    /// <summary>One hold, which counts at one model after the other, as the requests turn to them.</summary>
    [RedisFact]
    public async Task A_request_counts_at_the_model_that_is_asked_and_not_at_those_before()
    {
        await OpenAsync();
        Model[] models = [Of("first", 1), Of("second", 1), Of("third", null)];
        List<RateState> told = [];
        var moves = new HoldMoves(holds, limits, options, time);
        Assert.True(moves.Matter(models));
        Assert.False(moves.Matter([Of("a", null), Of("b", null)]));
        async Task<Funding> FundAsync(string id, Model[] of) =>
            moves.Between((await AdmitAsync(id, models: of)).Hold.Value!, Request, of, told.Add);

        var funding = await FundAsync("1", models);
        Assert.True((await funding.MoveAsync!(models[0])).HasRoom);
        Assert.Empty(told);
        Assert.Equal(["running:model:first"], await RunningAsync());
        Assert.True((await funding.MoveAsync(models[1])).HasRoom);
        Assert.Equal(["running:model:second"], await RunningAsync());
        Assert.Single(told);

        // At the first there is room for another, which finds none at the second, and counts where it was.
        var other = await FundAsync("2", models);
        var full = await other.MoveAsync!(models[1]);
        Assert.Equal((false, "rate_limit_exceeded", 1), (full.HasRoom, full.Refusal?.Code, full.Refusal?.RetryAfter?.TotalSeconds));
        Assert.Contains("second", full.Refusal!.Message, StringComparison.Ordinal);
        Assert.Equal(["running:model:first", "running:model:second"], await RunningAsync());
        Assert.True((await other.MoveAsync(models[2])).HasRoom);
        Assert.Equal(["running:model:second"], await RunningAsync());

        // And back, since that is another move.
        Assert.True((await funding.MoveAsync(models[0])).HasRoom);
        Assert.Equal(["running:model:first"], await RunningAsync());
        Assert.True((await other.MoveAsync(models[1])).HasRoom);
        Assert.Equal(["running:model:first", "running:model:second"], await RunningAsync());
    }

    /// <summary>As it was when the till lost it.</summary>
    [RedisFact]
    public async Task A_hold_that_the_till_has_lost_is_placed_again_where_it_counts()
    {
        await OpenAsync();
        Model[] models = [Of("first", 1), Of("second", 1)];
        var funding = new HoldMoves(holds, limits, options, time).Between(
            (await AdmitAsync("lost", models: models)).Hold.Value!,
            Request,
            models,
            static _ => { }
        );
        Assert.True((await funding.MoveAsync!(models[1])).HasRoom);
        await Redis.KeyDeleteAsync([TillKeys.Account(account), TillKeys.Hold(Shard, Id("lost"))]);
        await active.RestoreAsync(Shard).WaitAsync(Timeout);
        Assert.Equal((129, 1), await HeldAsync());
        Assert.Equal(["running:model:second"], await RunningAsync());
        await active.RestoreAsync(Shard).WaitAsync(Timeout);
        Assert.Equal((129, 1), await HeldAsync());
    }

    private string Id(string request) => $"{account}/{request}";

    private static Model Of(string id, int? atOnce) =>
        new(id, "o", default, 10_000, 100, [new ModelRoute("primary", id, ["openai-chat"], new Price(1, 1_000_000, 2_000_000))])
        {
            Limits = atOnce is null ? null : new RateLimits(ConcurrentRequests: atOnce),
        };

    private AdmissionStep Step(ConnectionMultiplexer? at = null) =>
        new(
            new Admissions(new TillQueue(at ?? redis.Connection)),
            new TillBalances(at ?? redis.Connection),
            active,
            new HoldExtension(holds, options, time),
            reversals,
            new RefusalLimit(options, limits, time),
            limits,
            options,
            time
        );

    private Task<AdmissionResult> AdmitAsync(
        string request,
        long? spend = null,
        PeriodLimit? period = null,
        RateLimits? own = null,
        Model[]? models = null,
        ConnectionMultiplexer? at = null
    ) =>
        Step(at)
            .AdmitAsync(
                new HoldSubject(
                    Id(request),
                    new HoldOwner(account, "budget", "key", "/v1/chat/completions", "first"),
                    spend is { } most ? new Money(most) : null,
                    period,
                    own
                ),
                Request,
                models ?? [Of("first", null)],
                countsTokens: false
            )
            .AsTask()
            .WaitAsync(Timeout);

    private async Task OpenAsync()
    {
        await Redis.HashSetAsync(TillKeys.Account(account), "credit", 1_000_000);
        await Redis.StringSetAsync(TillKeys.Open(Shard), "epoch");
    }

    private async Task<(int Held, int InFlight)> HeldAsync() =>
        (
            (int)await Redis.HashGetAsync(TillKeys.Account(account), "held"),
            (int)await Redis.HashGetAsync(TillKeys.Account(account), "inflight")
        );

    private async Task<IEnumerable<string>> RunningAsync() =>
        (await Redis.HashKeysAsync(TillKeys.Account(account)))
            .Select(field => field.ToString())
            .Where(field => field.StartsWith("running:", StringComparison.Ordinal))
            .Order();
}
