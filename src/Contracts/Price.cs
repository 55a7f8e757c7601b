namespace Platform.Contracts;

/// <summary>
/// Tokens of one attempt, counted as OpenAI does: <paramref name="Input"/> includes <paramref name="CachedInput"/> and
/// <paramref name="CacheWrite"/>; <paramref name="Output"/> includes <paramref name="Reasoning"/>.
/// </summary>
public sealed record TokenUsage(long Input, long Output, long CachedInput = 0, long CacheWrite = 0, long Reasoning = 0)
{
    public static TokenUsage None { get; } = new(0, 0);
}

/// <summary>
/// The price of a route, in nano-USD per million tokens of each class. A class without a price of its own has the price of the class that
/// it is part of. Receipts name the <paramref name="Version"/>.
/// </summary>
public sealed record Price(int Version, long Input, long Output, long? CachedInput = null, long? CacheWrite = null, long? Reasoning = null)
{
    /// <summary>ceil(tokens x price / 1e6) for each class, summed.</summary>
    /// <exception cref="OverflowException">The cost does not fit a <see cref="Money"/>.</exception>
    public Money Cost(TokenUsage usage)
    {
        var fresh = Math.Max(0, usage.Input - usage.CachedInput - usage.CacheWrite);
        var visible = Math.Max(0, usage.Output - usage.Reasoning);
        return CostOf(fresh, Input)
            + CostOf(usage.CachedInput, CachedInput ?? Input)
            + CostOf(usage.CacheWrite, CacheWrite ?? Input)
            + CostOf(visible, Output)
            + CostOf(usage.Reasoning, Reasoning ?? Output);
    }

    private static Money CostOf(long tokens, long nanoUsdPerMillion) =>
        new(checked((long)(((Int128)tokens * nanoUsdPerMillion + 999_999) / 1_000_000)));
}
