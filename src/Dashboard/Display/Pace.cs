using Platform.Contracts;

namespace Platform.Dashboard.Display;

/// <summary>What an account spends a day, from its last days.</summary>
/// <param name="Today">Of this day so far.</param>
/// <param name="Week">Of the last <see cref="Days"/> days, today included.</param>
/// <param name="PerDay">The mean of these days, from the first with a request on.</param>
public sealed record Pace(UsageTotals Today, UsageTotals Week, Money PerDay)
{
    public const int Days = 7;

    private const int Most = 365;

    public static Pace Of(IReadOnlyCollection<UsageDay> days, DateOnly today)
    {
        var week = days.Where(day => day.Day > today.AddDays(-Days) && day.Day <= today).ToArray();
        var totals = UsageTotals.Of(week);
        var length = week.Length == 0 ? 1 : today.DayNumber - week.Min(day => day.Day).DayNumber + 1;
        return new Pace(UsageTotals.Of([.. week.Where(day => day.Day == today)]), totals, new Money(totals.Charge.NanoUsd / length));
    }

    /// <summary>For how many days the credit lasts at this pace; null when nothing is spent, or for more than a year.</summary>
    public int? DaysLeft(BalanceView balance) =>
        PerDay > Money.Zero && balance.Available.NanoUsd / PerDay.NanoUsd is var days and <= Most ? (int)Math.Max(0, days) : null;
}
