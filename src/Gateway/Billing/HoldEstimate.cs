using Platform.Contracts;
using Platform.Gateway.Protocols;

namespace Platform.Gateway.Billing;

/// <summary>
/// What a request may cost at most: <paramref name="Wanted"/> is set aside if there is that much, <paramref name="Least"/> must be there.
/// </summary>
internal readonly record struct HoldEstimate(Money Wanted, Money Least)
{
    /// <summary>More than any answer has: what a hold affords where output is free.</summary>
    private const long Unlimited = long.MaxValue / 1_000;

    /// <summary>A limit that the client names is held in full; without one a usual answer is held, and a short one insisted on.</summary>
    /// <param name="defaultOutput">Tokens of a usual answer.</param>
    /// <param name="leastOutput">Tokens of a short one.</param>
    public static HoldEstimate For(InferenceRequest request, Model model, long defaultOutput, long leastOutput)
    {
        var wanted = request.MaxOutputTokens is null ? Math.Min(defaultOutput, model.MaxOutputTokens) : MaxOutput(request, model);
        var least = request.MaxOutputTokens is null ? Math.Min(leastOutput, wanted) : wanted;
        return new HoldEstimate(Cost(wanted), Cost(least));

        // Whichever route answers, the hold covers it.
        Money Cost(long output) =>
            model
                .Routes.Select(route => WithoutDiscounts(route.Price).Cost(new TokenUsage(Input(request), output * request.Choices)))
                .Max();
    }

    /// <summary>The most tokens one choice can have: the limit the client names, and what the model can.</summary>
    public static long MaxOutput(InferenceRequest request, Model model) =>
        Math.Min(request.MaxOutputTokens ?? long.MaxValue, Math.Max(1, model.MaxOutputTokens));

    /// <summary>How many tokens of output, of all choices together, a hold pays for beside the estimated input.</summary>
    public static long AffordedOutput(Money hold, InferenceRequest request, Price price)
    {
        var full = WithoutDiscounts(price);
        var left = hold - full.Cost(new TokenUsage(Input(request), 0));
        if (left <= Money.Zero)
            return 0;
        return full.Output == 0 ? Unlimited : (long)Int128.Min(Unlimited, (Int128)left.NanoUsd * 1_000_000 / full.Output);
    }

    /// <summary>
    /// The most tokens for each choice where the credit does not pay for all that the model can write, and the client names no limit. An
    /// answer that comes whole cannot be watched as it grows, so the upstream is given this limit. Null where none is needed.
    /// </summary>
    /// <param name="reach">All the credit that could be held.</param>
    public static long? OutputLimit(Protocol protocol, InferenceRequest request, Model model, Price price, Money reach)
    {
        if (!protocol.Generates || request is not { Stream: false, MaxOutputTokens: null })
            return null;
        var afforded = AffordedOutput(reach, request, price) / request.Choices;
        return afforded < MaxOutput(request, model) ? Math.Max(1, afforded) : null;
    }

    /// <summary>What so many tokens of output cost at most.</summary>
    public static Money OutputCost(long tokens, Price price) => WithoutDiscounts(price).Cost(new TokenUsage(0, tokens));

    /// <summary>
    /// Text averages four bytes a token and rarely falls below two, so half the prompt's bytes are more tokens than it will have.
    /// </summary>
    private static long Input(InferenceRequest request) => (request.PromptBytes + 1) / 2;

    private static Price WithoutDiscounts(Price price) =>
        price with
        {
            Input = Math.Max(price.Input, price.CacheWrite ?? 0),
            Output = Math.Max(price.Output, price.Reasoning ?? 0),
        };
}
