using Platform.Contracts;

namespace Platform.Dashboard.Public;

/// <summary>What so much use of a model costs, by the same arithmetic as a charge.</summary>
public sealed record Calculation(Money PerRequest, Money PerDay, Money PerMonth)
{
    public const int MaxRequests = 1_000_000,
        MaxTokens = 10_000_000,
        DaysOfAMonth = 30;

    /// <param name="cachedPercent">The part of the input that the provider has seen shortly before.</param>
    public static Calculation Of(Price price, long requestsPerDay, long input, int cachedPercent, long output)
    {
        var usage = new TokenUsage(input, output, CachedInput: input * cachedPercent / 100);
        var one = (price.For(tier: null, input) ?? price).Cost(usage);
        var day = new Money(checked(one.NanoUsd * requestsPerDay));
        return new Calculation(one, day, new Money(checked(day.NanoUsd * DaysOfAMonth)));
    }

    /// <summary>For how many whole days a pack lasts; null when nothing is spent, or for more than ten years.</summary>
    public long? DaysOf(Money credit) => PerDay > Money.Zero && credit.NanoUsd / PerDay.NanoUsd is var days and <= 3650 ? days : null;
}
