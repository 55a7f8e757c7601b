using System.Globalization;
using Platform.Contracts;
using Platform.Till;
using StackExchange.Redis;

namespace Platform.Tests.Unit.MoneyCore;

/// <summary>
/// The days of a history in a Redis whose clock cannot be set: when a day passes, all that is there becomes a day older.
/// </summary>
internal sealed class Calendar(IConnectionMultiplexer redis)
{
    private readonly DateTimeOffset now = TimeProvider.System.GetUtcNow();
    private int saved;

    /// <summary>The number of midnights so far.</summary>
    public int Today { get; private set; }

    /// <summary>Whether the real day is still the one that the history began on: else nothing can be said.</summary>
    public bool IsTrue => SpendPeriods.DayOf(now) == SpendPeriods.DayOf(TimeProvider.System.GetUtcNow());

    private IDatabase Redis => redis.GetDatabase();

    public DateTimeOffset At(int day) => now.AddDays(day - Today);

    public DateOnly Of(int day) => SpendPeriods.DayOf(At(day));

    /// <summary>The day of the history that is really <paramref name="day"/>.</summary>
    public int From(DateOnly day) => day.DayNumber - Of(0).DayNumber;

    public Task PassDayAsync()
    {
        Today++;
        return AgeAsync(1);
    }

    public void Save() => saved = Today;

    /// <summary>What was put back is as old as what was saved.</summary>
    public Task RestoreAsync() => AgeAsync(Today - saved);

    private async Task AgeAsync(int days)
    {
        if (days == 0)
            return;
        foreach (var account in Payer.Accounts)
            await AgeAccountAsync(TillKeys.Account(account), days);
        foreach (var request in await Redis.SortedSetRangeByRankAsync(TillKeys.Holds(Payer.Shard)))
        {
            var key = TillKeys.Hold(Payer.Shard, request!);
            if (Platform.Till.Hold.Parse(await Redis.StringGetAsync(key)) is { } hold)
                await Redis.StringSetAsync(key, (hold with { StartedAt = hold.StartedAt.AddDays(-days) }).ToString());
        }
    }

    private async Task AgeAccountAsync(string account, int days)
    {
        var fields = (await Redis.HashGetAllAsync(account))
            .Where(field => ((string)field.Name!).StartsWith("day:", StringComparison.Ordinal))
            .ToArray();
        await Redis.HashDeleteAsync(account, [.. fields.Select(field => field.Name)]);
        await Redis.HashSetAsync(
            account,
            [.. fields.Select(field => Older(((string)field.Name!).Split(':')[2], ((string)field.Value!).Split(' '), days))]
        );
    }

    private static HashEntry Older(string budget, string[] value, int days)
    {
        var day = int.Parse(value[0], CultureInfo.InvariantCulture) - days;
        return new(
            TillKeys.Day(budget, SpendPeriods.Day(day)),
            string.Create(CultureInfo.InvariantCulture, $"{day} {value[1]} {value[2]}")
        );
    }
}
