using Platform.Contracts;

namespace Platform.Dashboard.Display;

/// <summary>One line of the arithmetic: tokens x price per million / 1,000,000, rounded up to a nano-dollar.</summary>
/// <param name="PricePerMillion">In nano-USD.</param>
public sealed record ReceiptLine(string What, long Tokens, long PricePerMillion, Money Cost)
{
    /// <summary>The lines of one attempt; they sum to <see cref="Price.Cost"/>. Kinds of token that did not occur are left out.</summary>
    public static IReadOnlyList<ReceiptLine> Of(TokenUsage usage, Price price)
    {
        ReceiptLine[] all =
        [
            Line("Input", Math.Max(0, usage.Input - usage.CachedInput - usage.CacheWrite), price.Input),
            Line("Input read from cache", usage.CachedInput, price.CachedInput ?? price.Input),
            Line("Input written to cache", usage.CacheWrite, price.CacheWrite ?? price.Input),
            Line("Output", Math.Max(0, usage.Output - usage.Reasoning), price.Output),
            Line("Output spent on reasoning", usage.Reasoning, price.Reasoning ?? price.Output),
        ];
        return Array.FindAll(all, line => line.Tokens > 0);
    }

    /// <summary>The cost of a line is what Contracts says such tokens cost alone, so that there is one formula.</summary>
    private static ReceiptLine Line(string what, long tokens, long pricePerMillion) =>
        new(what, tokens, pricePerMillion, new Price(0, pricePerMillion, 0).Cost(new TokenUsage(tokens, 0)));
}
