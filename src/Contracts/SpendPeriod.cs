using System.Text.Json.Serialization;

namespace Platform.Contracts;

/// <summary>How often a spend limit starts anew, at midnight UTC.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<SpendPeriod>))]
public enum SpendPeriod
{
    Day,

    /// <summary>From Monday on.</summary>
    Week,

    Month,
}

/// <summary>
/// What a key may spend in each period. A request counts in the period in which its hold was placed, whenever it is settled.
/// </summary>
public sealed record PeriodLimit(Money Amount, SpendPeriod Period)
{
    /// <summary>No limit is higher: the till counts up to more of a day exactly.</summary>
    public static readonly Money Largest = Money.FromUsd(1_000_000);
}

/// <summary>What was spent so far of the day, the week and the month that are now, UTC.</summary>
public sealed record PeriodSpending(Money Day, Money Week, Money Month)
{
    public static PeriodSpending None { get; } = new(Money.Zero, Money.Zero, Money.Zero);

    public Money In(SpendPeriod period) =>
        period switch
        {
            SpendPeriod.Day => Day,
            SpendPeriod.Week => Week,
            _ => Month,
        };
}

/// <summary>The calendar of spend limits, the same as in the till's <c>days.lua</c>.</summary>
public static class SpendPeriods
{
    private const int DaysOfWeek = 7;
    private static readonly int Epoch = DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber;

    /// <summary>The first day of the period that <paramref name="day"/> is in.</summary>
    public static DateOnly First(this SpendPeriod period, DateOnly day) =>
        period switch
        {
            SpendPeriod.Day => day,
            SpendPeriod.Week => day.AddDays(-(((int)day.DayOfWeek + DaysOfWeek - (int)DayOfWeek.Monday) % DaysOfWeek)),
            _ => new DateOnly(day.Year, day.Month, 1),
        };

    /// <summary>The first day of the period after it.</summary>
    public static DateOnly Next(this SpendPeriod period, DateOnly day) =>
        period.First(day) is var first && period == SpendPeriod.Month
            ? first.AddMonths(1)
            : first.AddDays(period == SpendPeriod.Week ? DaysOfWeek : 1);

    /// <summary>The day (UTC) of a time.</summary>
    public static DateOnly DayOf(DateTimeOffset time) => DateOnly.FromDateTime(time.UtcDateTime);

    /// <summary>The number of days since 1970.</summary>
    public static int Number(DateOnly day) => day.DayNumber - Epoch;

    public static DateOnly Day(int number) => DateOnly.FromDayNumber(number + Epoch);

    /// <summary>What was spent in the periods of <paramref name="today"/>, of what was spent on each day.</summary>
    public static PeriodSpending Sum(DateOnly today, IEnumerable<(DateOnly Day, Money Spent)> days)
    {
        var spending = PeriodSpending.None;
        foreach (var (day, spent) in days.Where(day => day.Day <= today))
            spending = new PeriodSpending(
                day == today ? spending.Day + spent : spending.Day,
                day >= SpendPeriod.Week.First(today) ? spending.Week + spent : spending.Week,
                day >= SpendPeriod.Month.First(today) ? spending.Month + spent : spending.Month
            );
        return spending;
    }
}
