using Platform.Contracts;

namespace Platform.Dashboard.Display;

/// <summary>The sums of some days.</summary>
public sealed record UsageTotals(long Requests, long Failed, TokenUsage Usage, Money Charge, long FirstTokens = 0, long FirstTokenMs = 0)
{
    /// <summary>The mean time to the first token; null where no answer began.</summary>
    public long? FirstToken => FirstTokens > 0 ? FirstTokenMs / FirstTokens : null;

    public static UsageTotals Of(IReadOnlyCollection<UsageDay> days) =>
        new(
            days.Sum(day => day.Requests),
            days.Where(day => day.Outcome == Outcome.Failed).Sum(day => day.Requests),
            new TokenUsage(days.Sum(day => day.Usage.Input), days.Sum(day => day.Usage.Output), days.Sum(day => day.Usage.CachedInput)),
            days.Aggregate(Money.Zero, (sum, day) => sum + day.Charge),
            days.Sum(day => day.FirstTokens),
            days.Sum(day => day.FirstTokenMs)
        );
}
