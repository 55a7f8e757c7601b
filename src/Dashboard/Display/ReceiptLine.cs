using Platform.Contracts;

namespace Platform.Dashboard.Display;

/// <summary>One line of the calculation: tokens x price per million / 1,000,000, rounded up to a nano-dollar.</summary>
/// <param name="PricePerMillion">In nano-USD.</param>
public sealed record ReceiptLine(string Label, long Tokens, long PricePerMillion, Money Cost)
{
    /// <summary>The lines of one attempt; they sum to <see cref="Price.Cost"/>. Token classes without tokens are omitted.</summary>
    public static IReadOnlyList<ReceiptLine> For(TokenUsage usage, Price price)
    {
        var fresh = Math.Max(0, usage.Input - usage.CachedInput - usage.CacheWrite);
        var visible = Math.Max(0, usage.Output - usage.Reasoning);
        var (heard, spoken) = (Math.Min(fresh, usage.AudioInput), Math.Min(visible, usage.AudioOutput));
        var seen = Math.Min(fresh - heard, usage.ImageInput);
        ReceiptLine[] all =
        [
            Line("Input", fresh - heard - seen, price.Input),
            Line("Sound in the input", heard, price.AudioInput ?? price.Input),
            Line("Pictures in the input", seen, price.ImageInput ?? price.Input),
            Line("Input read from cache", usage.CachedInput, price.CachedInput ?? price.Input),
            Line("Input written to cache", Math.Max(0, usage.CacheWrite - usage.CacheWriteHour), price.CacheWrite ?? price.Input),
            Line("Input written to cache for an hour", usage.CacheWriteHour, price.CacheWriteHour ?? price.CacheWrite ?? price.Input),
            Line("Output", visible - spoken, price.Output),
            Line("Sound in the output", spoken, price.AudioOutput ?? price.Output),
            Line("Output spent on reasoning", usage.Reasoning, price.Reasoning ?? price.Output),
        ];
        return Array.FindAll(all, line => line.Tokens > 0);
    }

    /// <summary>Which of a route's prices it is; empty for the usual one.</summary>
    public static string Kind(Price price) =>
        (price.Tier is { } tier ? $", service tier {tier}" : "")
        + (price.AboveInput is { } above ? $", more than {Amounts.Count(above, "token")} of input" : "");

    /// <summary>Uses the formula of Contracts, with the tokens of this line only.</summary>
    private static ReceiptLine Line(string label, long tokens, long pricePerMillion) =>
        new(label, tokens, pricePerMillion, new Price(0, pricePerMillion, 0).Cost(new TokenUsage(tokens, 0)));
}
