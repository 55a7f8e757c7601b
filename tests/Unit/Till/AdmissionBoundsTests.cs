using Platform.Contracts;
using Platform.Tests.Unit.MoneyCore;
using Platform.Till;
using StackExchange.Redis;
using Xunit;

namespace Platform.Tests.Unit.TillRoom;

/// <summary>To the last nano-USD, token and request: what is just enough is admitted, and one less is refused. In a real Redis.</summary>
public sealed class AdmissionBoundsTests(PrivateRedis redis) : IClassFixture<PrivateRedis>
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(20);

    private readonly TillQueue queue = new(redis.Connection);
    private readonly Guid account = Guid.CreateVersion7();
    private int asked;

    private IDatabase Redis => redis.Connection.GetDatabase();

    private RedisKey Account => TillKeys.Account(account);

    /// <summary>A request that needs 100.</summary>
    [RedisTheory]
    [InlineData(100, 0, -1, 0, AdmissionReason.Admitted)]
    [InlineData(99, 0, -1, 0, AdmissionReason.Credit)]
    [InlineData(300, 200, -1, 0, AdmissionReason.Admitted)]
    [InlineData(300, 201, -1, 0, AdmissionReason.InFlight)]
    [InlineData(900, 0, 140, 40, AdmissionReason.Admitted)]
    [InlineData(900, 0, 139, 40, AdmissionReason.KeyLimit)]
    [InlineData(900, 60, 200, 40, AdmissionReason.Admitted)]
    [InlineData(900, 61, 200, 40, AdmissionReason.InFlight)]
    public async Task What_is_just_enough_is_admitted(long credit, long held, long limit, long spent, AdmissionReason expected)
    {
        await OpenAsync(new("credit", credit), new("held", held), new("held:budget", held), new("spent:budget", spent));
        var answer = await AdmitAsync(limit: limit < 0 ? null : new Money(limit));
        Assert.Equal(expected, answer.Reason);
        Assert.Equal(expected == AdmissionReason.Admitted ? held + 100 : held, (long)await Redis.HashGetAsync(Account, "held"));
    }

    /// <summary>Spent are 40 on the first day of the period, which may be today, and much on the day before it.</summary>
    [RedisTheory]
    [InlineData(SpendPeriod.Day)]
    [InlineData(SpendPeriod.Week)]
    [InlineData(SpendPeriod.Month)]
    public async Task What_a_period_has_left_is_spent_to_the_last_and_no_further(SpendPeriod period)
    {
        await OpenAsync(new HashEntry("credit", 9_000));
        var first = period.First(SpendPeriods.DayOf(TimeProvider.System.GetUtcNow()));
        await SpendAsync(first, 40);
        await SpendAsync(first.AddDays(-1), 5_000);
        var lacking = await AdmitAsync(period: new PeriodLimit(new Money(139), period));
        Assert.Equal(
            (AdmissionReason.PeriodLimit, new Money(40), period.Next(first)),
            (lacking.Reason, lacking.SpentInPeriod, lacking.NextPeriod)
        );
        var admitted = await AdmitAsync(period: new PeriodLimit(new Money(140), period));
        Assert.Equal((AdmissionReason.Admitted, new Money(100)), (admitted.Reason, admitted.Granted));
        // What is held counts as what is spent does.
        Assert.Equal(AdmissionReason.InFlight, (await AdmitAsync(period: new PeriodLimit(new Money(239), period))).Reason);
        Assert.Equal(AdmissionReason.Admitted, (await AdmitAsync(period: new PeriodLimit(new Money(240), period))).Reason);
    }

    /// <summary>An admission that is delivered again holds nothing more, and what has ended is not begun again.</summary>
    [RedisFact]
    public async Task A_request_is_admitted_once()
    {
        await OpenAsync(new HashEntry("credit", 9_000));
        Assert.Equal(AdmissionReason.Admitted, (await AdmitAsync("same")).Reason);
        Assert.Equal(AdmissionReason.Closed, (await AdmitAsync("same")).Reason);
        Assert.Equal((100, 1), ((int)await Redis.HashGetAsync(Account, "held"), (int)await Redis.HashGetAsync(Account, "inflight")));
        await new Settlements(queue)
            .SettleAsync(
                new SettlementRequest(
                    account,
                    "budget",
                    $"{account}/same",
                    new Money(30),
                    "{}"u8.ToArray(),
                    TimeProvider.System.GetUtcNow()
                )
            )
            .WaitAsync(Timeout);
        Assert.Equal(AdmissionReason.Closed, (await AdmitAsync("same")).Reason);
        Assert.Equal((8_970, 0), ((int)await Redis.HashGetAsync(Account, "credit"), (int)await Redis.HashGetAsync(Account, "held")));
    }

    /// <summary>A token drains in ten seconds, a request in twenty.</summary>
    [RedisTheory]
    [InlineData(6, null, 3, 3, AdmissionReason.Admitted)]
    [InlineData(6, null, 3, 4, AdmissionReason.Tokens)]
    [InlineData(6, null, 7, 0, AdmissionReason.TooLarge)]
    [InlineData(null, 3, 1, 1, AdmissionReason.Rate)]
    public async Task A_minute_has_its_tokens_and_requests_and_no_more(
        int? tokens,
        int? requests,
        long first,
        long second,
        AdmissionReason last
    )
    {
        await OpenAsync(new HashEntry("credit", 9_000));
        CountedLimits Counted(long count) =>
            new(count, count, [new ScopeLimits(LimitScope.Model, "model", new RateLimits(requests, tokens))]);
        List<AdmissionReason> answers = [];
        for (var i = 0; i < (requests ?? 1); i++)
            answers.Add((await AdmitAsync(limits: Counted(first))).Reason);
        if (second > 0)
            answers.Add((await AdmitAsync(limits: Counted(second))).Reason);
        Assert.Equal(last, answers[^1]);
        Assert.All(answers.SkipLast(1), reason => Assert.Equal(AdmissionReason.Admitted, reason));
    }

    private async Task OpenAsync(params HashEntry[] fields)
    {
        await Redis.HashSetAsync(Account, fields);
        await Redis.StringSetAsync(TillKeys.Open(TillKeys.ShardOf(account)), "epoch");
    }

    private Task<bool> SpendAsync(DateOnly day, long spent)
    {
        var number = SpendPeriods.Number(day);
        return Redis.HashSetAsync(Account, $"day:{number % TillKeys.Days}:budget", $"{number} {spent} 0");
    }

    private Task<AdmissionAnswer> AdmitAsync(
        string? request = null,
        Money? limit = null,
        PeriodLimit? period = null,
        CountedLimits? limits = null
    ) =>
        new Admissions(queue)
            .AdmitAsync(
                new AdmissionRequest(
                    $"{account}/{request ?? $"{++asked}"}",
                    new HoldOwner(account, "budget", "key", "/v1/chat/completions", "model"),
                    new Money(100),
                    new Money(100),
                    limit,
                    TimeSpan.FromMinutes(1),
                    1_000,
                    10,
                    10,
                    PeriodLimit: period,
                    Limits: limits
                )
            )
            .WaitAsync(Timeout);
}
