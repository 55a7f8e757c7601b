using Platform.Contracts;
using Platform.Gateway.Admission;
using Platform.Gateway.Protocols;

namespace Platform.Gateway.Billing;

/// <summary>What a request may cost at most: <paramref name="Wanted"/> is set aside if there is that much, <paramref name="Least"/> must be there.</summary>
public readonly record struct HoldEstimate(Money Wanted, Money Least)
{
    /// <summary>More than any answer has: what a hold affords where output is free.</summary>
    private const long Endless = long.MaxValue / 1_000;

    /// <summary>A limit the client names is held in full; without one we hold a usual answer and insist on a short one.</summary>
    public static HoldEstimate For(InferenceRequest request, Model model, AdmissionOptions options)
    {
        var most = request.MaxOutputTokens is null ? Math.Min(options.DefaultOutputTokens, model.MaxOutputTokens) : MostOutput(request, model);
        var least = request.MaxOutputTokens is null ? Math.Min(options.LeastOutputTokens, most) : most;
        return new HoldEstimate(Cost(most), Cost(least));

        // Whichever route answers, the hold covers it.
        Money Cost(long output) => model.Routes
            .Select(route => WithoutDiscounts(route.Price).Cost(new TokenUsage(Input(request), output * request.Choices)))
            .Max();
    }

    /// <summary>The most tokens one choice can have: the limit the client names, and what the model can.</summary>
    public static long MostOutput(InferenceRequest request, Model model) =>
        Math.Min(request.MaxOutputTokens ?? long.MaxValue, Math.Max(1, model.MaxOutputTokens));

    /// <summary>How many tokens of output, of all choices together, a hold pays for beside the estimated input.</summary>
    public static long AffordedOutput(Money hold, InferenceRequest request, Price price)
    {
        var dear = WithoutDiscounts(price);
        var left = hold - dear.Cost(new TokenUsage(Input(request), 0));
        if (left <= Money.Zero)
            return 0;
        return dear.Output == 0 ? Endless : (long)Int128.Min(Endless, (Int128)left.NanoUsd * 1_000_000 / dear.Output);
    }

    /// <summary>What so many tokens of output cost at most.</summary>
    public static Money OutputCost(long tokens, Price price) => WithoutDiscounts(price).Cost(new TokenUsage(0, tokens));

    /// <summary>Text averages four bytes a token and rarely falls below two, so half the prompt's bytes are more tokens than it will have.</summary>
    private static long Input(InferenceRequest request) => (request.PromptBytes + 1) / 2;

    private static Price WithoutDiscounts(Price price) => price with
    {
        Input = Math.Max(price.Input, price.CacheWrite ?? 0),
        Output = Math.Max(price.Output, price.Reasoning ?? 0),
    };
}
