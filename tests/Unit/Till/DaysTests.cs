using Platform.Contracts;
using Platform.Tests.Unit.MoneyCore;
using Platform.Till;
using StackExchange.Redis;
using Xunit;

namespace Platform.Tests.Unit.TillRoom;

/// <summary>The calendar of <c>days.lua</c>, and what it keeps of a day, in a real Redis.</summary>
public sealed class DaysTests(PrivateRedis redis) : IClassFixture<PrivateRedis>
{
    private static readonly DateOnly Today = new(2026, 11, 29);

    private static readonly string Days = ReadDays();

    private readonly string account = $"account:{Guid.CreateVersion7():N}";

    [RedisTheory]
    [InlineData(SpendPeriod.Day)]
    [InlineData(SpendPeriod.Week)]
    [InlineData(SpendPeriod.Month)]
    public async Task Script_and_code_have_one_calendar(SpendPeriod period)
    {
        var first = SpendPeriods.Number(new DateOnly(1999, 12, 1));
        var last = SpendPeriods.Number(new DateOnly(2101, 1, 31));
        var answer = (long[])
            (
                await EvaluateAsync(
                    """
                    local found = {}
                    for day = tonumber(ARGV[2]), tonumber(ARGV[3]) do
                      found[#found + 1] = days.first(ARGV[1], day)
                      found[#found + 1] = days.next(ARGV[1], day)
                    end
                    return found
                    """,
                    period.ToString().ToLowerInvariant(),
                    first,
                    last
                )
            )!;
        var expected = Enumerable
            .Range(first, last - first + 1)
            .Select(SpendPeriods.Day)
            .SelectMany(day => (long[])[SpendPeriods.Number(period.First(day)), SpendPeriods.Number(period.Next(day))]);
        Assert.Equal(expected, answer);
    }

    [Fact]
    public void A_week_begins_on_Monday_and_a_month_on_its_first_day()
    {
        Assert.Equal((Today, new DateOnly(2026, 11, 30)), (SpendPeriod.Day.First(Today), SpendPeriod.Day.Next(Today)));
        Assert.Equal(
            (new DateOnly(2026, 11, 23), new DateOnly(2026, 11, 30)),
            (SpendPeriod.Week.First(Today), SpendPeriod.Week.Next(Today))
        );
        Assert.Equal(
            (new DateOnly(2026, 11, 1), new DateOnly(2026, 12, 1)),
            (SpendPeriod.Month.First(Today), SpendPeriod.Month.Next(Today))
        );
        Assert.Equal(new DateOnly(2026, 11, 30), SpendPeriod.Week.First(new DateOnly(2026, 11, 30)));
    }

    [RedisFact]
    public async Task A_week_and_a_month_are_the_sums_of_their_days()
    {
        foreach (var (day, spent) in ((int, int)[])[(-40, 1), (-28, 2), (-27, 4), (-6, 8), (-1, 16), (0, 32)])
            await AddAsync(Today.AddDays(day), spent, spent * 1_000);
        // 29 November 2026 is a Sunday.
        Assert.Equal((32, 32_000), await TotalAsync("day"));
        Assert.Equal((56, 56_000), await TotalAsync("week"));
        Assert.Equal((62, 62_000), await TotalAsync("month"));
    }

    [RedisFact]
    public async Task A_later_day_takes_over_the_place_of_one_too_old_to_count_and_is_not_changed_by_it()
    {
        await AddAsync(Today.AddDays(-TillKeys.Days), 7, 7);
        await AddAsync(Today, 5, 3);
        await AddAsync(Today.AddDays(-TillKeys.Days), 100, 100);
        Assert.Equal((5, 3), await TotalAsync("day"));
        var kept = await redis.Connection.GetDatabase().HashGetAsync(account, TillKeys.Day("budget", Today));
        Assert.Equal($"{SpendPeriods.Number(Today)} 5 3", kept);
    }

    [RedisFact]
    public async Task Beyond_what_Lua_counts_exactly_no_more_is_counted()
    {
        await AddAsync(Today, long.MaxValue, 0);
        await AddAsync(Today, 1, 0);
        Assert.Equal((1L << 53, 0), await TotalAsync("day"));
    }

    private Task<RedisResult> AddAsync(DateOnly day, long spent, long held) =>
        EvaluateAsync(
            "days.add(KEYS[1], 'budget', tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3]))",
            SpendPeriods.Number(day),
            spent,
            held
        );

    private async Task<(long, long)> TotalAsync(string period)
    {
        var found = (long[])
            (
                await EvaluateAsync(
                    "return {days.total(KEYS[1], 'budget', ARGV[1], tonumber(ARGV[2]))}",
                    period,
                    SpendPeriods.Number(Today)
                )
            )!;
        return (found[0], found[1]);
    }

    private Task<RedisResult> EvaluateAsync(string script, params RedisValue[] values) =>
        redis.Connection.GetDatabase().ScriptEvaluateAsync($"{Days}\n{script}", [account], values);

    private static string ReadDays()
    {
        using var stream = typeof(TillKeys).Assembly.GetManifestResourceStream("days.lua")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
