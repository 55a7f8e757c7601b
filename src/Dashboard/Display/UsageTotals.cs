using Platform.Contracts;

namespace Platform.Dashboard.Display;

/// <summary>The sums of some days.</summary>
public sealed record UsageTotals(long Requests, long Failed, TokenUsage Usage, Money Charge)
{
    public static UsageTotals Of(IReadOnlyCollection<UsageDay> days) =>
        new(
            days.Sum(day => day.Requests),
            days.Where(day => day.Outcome == Outcome.Failed).Sum(day => day.Requests),
            new TokenUsage(days.Sum(day => day.Usage.Input), days.Sum(day => day.Usage.Output), days.Sum(day => day.Usage.CachedInput)),
            days.Aggregate(Money.Zero, (sum, day) => sum + day.Charge)
        );
}
