using System.Text.Json.Serialization;

namespace Platform.Contracts;

/// <summary>
/// Tokens of one attempt, counted as OpenAI does: <paramref name="Input"/> includes <paramref name="CachedInput"/> and
/// <paramref name="CacheWrite"/>; <paramref name="Output"/> includes <paramref name="Reasoning"/>.
/// </summary>
/// <param name="CacheWriteHour">The part of <paramref name="CacheWrite"/> that stays in the cache for an hour.</param>
/// <param name="AudioInput">The part of <paramref name="Input"/> that is sound.</param>
/// <param name="AudioOutput">The part of <paramref name="Output"/> that is sound.</param>
/// <param name="ImageInput">The part of <paramref name="Input"/> that is pictures.</param>
public sealed record TokenUsage(
    long Input,
    long Output,
    long CachedInput = 0,
    long CacheWrite = 0,
    long Reasoning = 0,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] long CacheWriteHour = 0,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] long AudioInput = 0,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] long AudioOutput = 0,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] long ImageInput = 0
)
{
    public static TokenUsage None { get; } = new(0, 0);
}

/// <summary>
/// The price of a route, in nano-USD per million tokens of each class. A class without a price of its own has the price of the class that
/// it is part of. Receipts name the <paramref name="Version"/>.
/// </summary>
/// <param name="CacheWriteHour">Of input that stays in the cache for an hour; null where that cannot be asked for.</param>
/// <param name="Tier">The service tier that it is the price of; null for the usual one.</param>
/// <param name="AboveInput">The price of requests with more tokens of input than this; null for any number.</param>
/// <param name="Others">The prices of other tiers and of longer inputs, where there are any. A record has none.</param>
/// <param name="AudioInput">Of sound in the input; null where that cannot be asked for.</param>
/// <param name="AudioOutput">Of sound in the output; null where that cannot be asked for.</param>
/// <param name="Tools">The prices of calls of hosted tools, in every tier; null where none has one. A record has none.</param>
/// <param name="ImageInput">Of pictures in the input; null where they have the price of text.</param>
public sealed record Price(
    int Version,
    long Input,
    long Output,
    long? CachedInput = null,
    long? CacheWrite = null,
    long? Reasoning = null,
    long? CacheWriteHour = null,
    string? Tier = null,
    long? AboveInput = null,
    IReadOnlyList<Price>? Others = null,
    long? AudioInput = null,
    long? AudioOutput = null,
    IReadOnlyList<ToolPrice>? Tools = null,
    long? ImageInput = null
)
{
    /// <summary>ceil(tokens x price / 1e6) for each class, summed.</summary>
    /// <exception cref="OverflowException">The cost does not fit a <see cref="Money"/>.</exception>
    public Money Cost(TokenUsage usage)
    {
        var fresh = Math.Max(0, usage.Input - usage.CachedInput - usage.CacheWrite);
        var heard = Math.Min(fresh, usage.AudioInput);
        var seen = Math.Min(fresh - heard, usage.ImageInput);
        var visible = Math.Max(0, usage.Output - usage.Reasoning);
        var spoken = Math.Min(visible, usage.AudioOutput);
        return CostOf(fresh - heard - seen, Input)
            + CostOf(heard, AudioInput ?? Input)
            + CostOf(seen, ImageInput ?? Input)
            + CostOf(usage.CachedInput, CachedInput ?? Input)
            + CostOf(Math.Max(0, usage.CacheWrite - usage.CacheWriteHour), CacheWrite ?? Input)
            + CostOf(usage.CacheWriteHour, CacheWriteHour ?? CacheWrite ?? Input)
            + CostOf(visible - spoken, Output)
            + CostOf(spoken, AudioOutput ?? Output)
            + CostOf(usage.Reasoning, Reasoning ?? Output);
    }

    /// <summary>The price of a tier for so much input, alone; null where the tier has none.</summary>
    /// <param name="tier">Null for the usual one.</param>
    public Price? For(string? tier, long input)
    {
        var found = Matches(this, tier, input) ? this : null;
        foreach (var other in Others ?? [])
            if (Matches(other, tier, input) && (found is null || other.AboveInput > (found.AboveInput ?? -1)))
                found = other;
        return found is null || (found.Others is null && ReferenceEquals(found.Tools, Tools))
            ? found
            : found with
            {
                Others = null,
                Tools = Tools,
            };
    }

    private static bool Matches(Price price, string? tier, long input) =>
        price.Tier == tier && (price.AboveInput is not { } above || input > above);

    private static Money CostOf(long tokens, long nanoUsdPerMillion) =>
        new(checked((long)(((Int128)tokens * nanoUsdPerMillion + 999_999) / 1_000_000)));
}
