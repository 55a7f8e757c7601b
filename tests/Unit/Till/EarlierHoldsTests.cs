using Platform.Contracts;
using Platform.Tests.Unit.MoneyCore;
using Platform.Till;
using StackExchange.Redis;
using Xunit;

namespace Platform.Tests.Unit.TillRoom;

/// <summary>
/// A request that runs beyond the end of a day, week or month counts in the one in which its hold was placed, whatever becomes of it, and
/// that one's limit bounds it. In a real Redis.
/// </summary>
public sealed class EarlierHoldsTests(PrivateRedis redis) : IClassFixture<PrivateRedis>
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(20),
        Lifetime = TimeSpan.FromMinutes(1);

    private readonly TillQueue queue = new(redis.Connection);
    private readonly Holds holds = new(redis.Connection);
    private readonly Guid account = Guid.CreateVersion7();

    private IDatabase Redis => redis.Connection.GetDatabase();

    private RedisKey Account => TillKeys.Account(account);

    private static DateOnly Today => SpendPeriods.DayOf(TimeProvider.System.GetUtcNow());

    /// <summary>
    /// The hold was placed on the last day of the period before, where 40 were spent on the first; in this period much was spent. Of 200,
    /// 110 are free beside the hold of 50.
    /// </summary>
    [RedisTheory]
    [InlineData(SpendPeriod.Day)]
    [InlineData(SpendPeriod.Week)]
    [InlineData(SpendPeriod.Month)]
    public async Task A_charge_takes_what_the_period_of_its_hold_has_left(SpendPeriod period)
    {
        var day = await HoldAsync(period);
        Assert.Equal(new Money(160), (await SettleAsync(161, day, period)).Most);
        Assert.Null((await SettleAsync(160, day, period)).Most);
        var spent = period.First(day) == day ? 200 : 160;
        Assert.Equal($"{SpendPeriods.Number(day)} {spent} 0", await Redis.HashGetAsync(Account, TillKeys.Day("budget", day)));
    }

    [RedisTheory]
    [InlineData(SpendPeriod.Day)]
    [InlineData(SpendPeriod.Week)]
    [InlineData(SpendPeriod.Month)]
    public async Task A_hold_is_raised_by_what_its_period_has_left(SpendPeriod period)
    {
        var day = await HoldAsync(period);
        async Task<IncrementAnswer> RaiseAsync(long wanted) =>
            await holds
                .IncrementAsync(
                    new IncrementRequest(account, "budget", Id("request"), null, Lifetime, new PeriodLimit(new Money(200), period)),
                    new Money(wanted)
                )
                .WaitAsync(Timeout);
        Assert.Equal(new IncrementAnswer(IncrementReason.Granted, new Money(60)), await RaiseAsync(60));
        Assert.Equal(new IncrementAnswer(IncrementReason.PeriodLimit, new Money(50)), await RaiseAsync(51));
        Assert.Equal(new IncrementAnswer(IncrementReason.PeriodLimit, Money.Zero), await RaiseAsync(1));
        var spent = period.First(day) == day ? 40 : 0;
        Assert.Equal($"{SpendPeriods.Number(day)} {spent} 160", await Redis.HashGetAsync(Account, TillKeys.Day("budget", day)));
    }

    /// <summary>The till knows nothing of the hold any more; the settlement says when it was placed.</summary>
    [RedisTheory]
    [InlineData(SpendPeriod.Day)]
    [InlineData(SpendPeriod.Week)]
    [InlineData(SpendPeriod.Month)]
    public async Task A_charge_without_a_hold_takes_what_the_period_has_left_in_which_it_was_placed(SpendPeriod period)
    {
        var day = await HoldAsync(period);
        Assert.Equal(new Money(110), (await SettleAsync(111, day, period, "late")).Most);
        Assert.Null((await SettleAsync(110, day, period, "late")).Most);
        var spent = period.First(day) == day ? 150 : 110;
        Assert.Equal($"{SpendPeriods.Number(day)} {spent} 50", await Redis.HashGetAsync(Account, TillKeys.Day("budget", day)));
    }

    [RedisFact]
    public async Task A_void_gives_back_all_of_it_where_it_was_held()
    {
        var day = await HoldAsync(SpendPeriod.Day);
        Assert.True(await holds.VoidAsync(account, "budget", Id("request")).WaitAsync(Timeout));
        Assert.False(await holds.VoidAsync(account, "budget", Id("request")).WaitAsync(Timeout));
        Assert.Equal($"{SpendPeriods.Number(day)} 40 0", await Redis.HashGetAsync(Account, TillKeys.Day("budget", day)));
        Assert.Equal(
            [0, 0, 0, 9_000],
            (await Redis.HashGetAsync(Account, ["held", "inflight", "held:budget", "credit"])).Select(value => (long)value)
        );
        Assert.Null(await Redis.SortedSetScoreAsync(TillKeys.Holds(TillKeys.ShardOf(account)), Id("request")));
        // It stays voided: neither its admission nor an extension that comes late holds anything.
        Assert.Equal(
            IncrementReason.Ended,
            (
                await holds
                    .IncrementAsync(new IncrementRequest(account, "budget", Id("request"), null, Lifetime), new Money(1))
                    .WaitAsync(Timeout)
            ).Reason
        );
        Assert.Equal(AdmissionReason.Closed, (await AdmitAsync("request")).Reason);
    }

    [RedisFact]
    public async Task A_void_before_its_admission_refuses_it_and_a_void_after_the_settlement_takes_nothing_back()
    {
        var day = await HoldAsync(SpendPeriod.Day);
        Assert.False(await holds.VoidAsync(account, "budget", Id("later")).WaitAsync(Timeout));
        Assert.Equal(AdmissionReason.Closed, (await AdmitAsync("later")).Reason);

        Assert.Null((await SettleAsync(30, day, SpendPeriod.Day)).Most);
        Assert.False(await holds.VoidAsync(account, "budget", Id("request")).WaitAsync(Timeout));
        Assert.Null((await SettleAsync(30, day, SpendPeriod.Day)).Most);
        Assert.Equal([0, 0, 8_970], (await Redis.HashGetAsync(Account, ["held", "inflight", "credit"])).Select(value => (long)value));
    }

    private string Id(string request) => $"{account}/{request}";

    /// <returns>The day of the hold.</returns>
    private async Task<DateOnly> HoldAsync(SpendPeriod period)
    {
        await Redis.HashSetAsync(Account, "credit", 9_000);
        await Redis.StringSetAsync(TillKeys.Open(TillKeys.ShardOf(account)), "epoch");
        var day = period.First(Today).AddDays(-1);
        await SpendAsync(period.First(day), 40);
        await SpendAsync(Today, 5_000);
        await SpendAsync(period.First(day).AddDays(-1), 5_000);
        var placed = new DateTimeOffset(day, new TimeOnly(23, 59), TimeSpan.Zero);
        var owner = new HoldOwner(account, "budget", "key", "/v1/chat/completions", "model");
        Assert.True(await holds.RestoreAsync(Id("request"), new(new Money(50), placed, owner), Lifetime).WaitAsync(Timeout));
        return day;
    }

    private Task<bool> SpendAsync(DateOnly day, long spent) =>
        Redis.HashSetAsync(Account, TillKeys.Day("budget", day), $"{SpendPeriods.Number(day)} {spent} 0");

    private Task<SettlementAnswer> SettleAsync(long charge, DateOnly day, SpendPeriod period, string request = "request") =>
        new Settlements(queue)
            .SettleAsync(
                new SettlementRequest(
                    account,
                    "budget",
                    Id(request),
                    new Money(charge),
                    "{}"u8.ToArray(),
                    new DateTimeOffset(day, TimeOnly.MinValue, TimeSpan.Zero),
                    PeriodLimit: new PeriodLimit(new Money(200), period)
                )
            )
            .WaitAsync(Timeout);

    private Task<AdmissionAnswer> AdmitAsync(string request) =>
        new Admissions(queue)
            .AdmitAsync(
                new AdmissionRequest(
                    Id(request),
                    new HoldOwner(account, "budget", "key", "/v1/chat/completions", "model"),
                    new Money(1),
                    new Money(1),
                    null,
                    Lifetime,
                    1_000,
                    10,
                    10
                )
            )
            .WaitAsync(Timeout);
}
