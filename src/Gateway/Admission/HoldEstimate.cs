using Platform.Contracts;
using Platform.Gateway.Wire;

namespace Platform.Gateway.Admission;

/// <summary>What a request may cost at most: <paramref name="Wanted"/> is set aside if there is that much, <paramref name="Least"/> must be there.</summary>
public readonly record struct HoldEstimate(Money Wanted, Money Least)
{
    /// <summary>
    /// Text averages four bytes a token and rarely falls below two, so half the prompt's bytes are more tokens than it will have.
    /// A limit the client names is held in full; without one we hold a usual answer and insist on a short one.
    /// </summary>
    public static HoldEstimate For(InferenceRequest request, Model model, AdmissionOptions options)
    {
        var input = (request.PromptBytes + 1) / 2;
        var most = request.MaxOutputTokens is { } named ? Math.Min(named, Math.Max(1, model.MaxOutputTokens)) : Math.Min(options.DefaultOutputTokens, model.MaxOutputTokens);
        var least = request.MaxOutputTokens is null ? Math.Min(options.LeastOutputTokens, most) : most;
        return new HoldEstimate(Cost(most), Cost(least));

        // Whichever route answers, the hold covers it.
        Money Cost(long output) => model.Routes
            .Select(route => WithoutDiscounts(route.Price).Cost(new TokenUsage(input, output * request.Choices)))
            .Max();
    }

    private static Price WithoutDiscounts(Price price) => price with
    {
        Input = Math.Max(price.Input, price.CacheWrite ?? 0),
        Output = Math.Max(price.Output, price.Reasoning ?? 0),
    };
}
