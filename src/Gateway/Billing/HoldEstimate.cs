using Platform.Contracts;
using Platform.Gateway.Protocols;

namespace Platform.Gateway.Billing;

/// <summary>
/// The most that a request may cost. <paramref name="Wanted"/> is set aside if that much credit is free; the request is refused if less
/// than <paramref name="Least"/> is free.
/// </summary>
/// <param name="MostTokens">What it counts as against limits of tokens: the input that is expected, and the output that is held.</param>
/// <param name="LeastTokens">Fewer it does not run with.</param>
internal readonly record struct HoldEstimate(Money Wanted, Money Least, long MostTokens, long LeastTokens)
{
    /// <summary>What a hold pays for where output is free: more tokens than any answer has.</summary>
    private const long Unlimited = long.MaxValue / 1_000;

    /// <summary>
    /// A limit that the client sets is held in full. Without one, a usual answer is held, and a short answer must be affordable.
    /// </summary>
    /// <param name="defaultOutput">Tokens of a usual answer.</param>
    /// <param name="leastOutput">Tokens of a short one.</param>
    public static HoldEstimate For(InferenceRequest request, Model model, long defaultOutput, long leastOutput)
    {
        // The tokens of a prediction that the model rejects are output beside the answer; a limit includes them.
        var rejected = (request.PredictionBytes + 1) / 2;
        var wanted = request.MaxOutputTokens is null
            ? Math.Min(defaultOutput + rejected, model.MaxOutputTokens)
            : MaxOutput(request, model);
        var least = request.MaxOutputTokens is null ? Math.Min(leastOutput + rejected, wanted) : wanted;
        var input = InputEstimate.For(request, model);
        return new HoldEstimate(
            Cost(wanted),
            Cost(least),
            input.Expected + wanted * request.Choices,
            input.Expected + least * request.Choices
        );

        // The dearest route counts, so that the hold covers each of them.
        Money Cost(long output) =>
            model.Routes.Select(route => Input(input, route.Price, model) + OutputCost(output * request.Choices, route.Price)).Max();
    }

    /// <summary>For whichever of the models answers.</summary>
    public static HoldEstimate For(InferenceRequest request, IReadOnlyList<Model> models, long defaultOutput, long leastOutput)
    {
        var most = For(request, models[0], defaultOutput, leastOutput);
        for (var place = 1; place < models.Count; place++)
        {
            var other = For(request, models[place], defaultOutput, leastOutput);
            most = new HoldEstimate(
                Larger(most.Wanted, other.Wanted),
                Larger(most.Least, other.Least),
                Math.Max(most.MostTokens, other.MostTokens),
                Math.Max(most.LeastTokens, other.LeastTokens)
            );
        }

        return most;
    }

    /// <summary>The same with the tokens that a hold pays for, which are between the least and the most as it is between those amounts.</summary>
    public HoldEstimate PaidBy(Money hold) =>
        hold >= Wanted || Wanted <= Least ? this
        : hold <= Least ? this with { MostTokens = LeastTokens }
        : this with
        {
            MostTokens = LeastTokens + (long)((Int128)(MostTokens - LeastTokens) * (hold - Least).NanoUsd / (Wanted - Least).NanoUsd),
        };

    private static Money Larger(Money one, Money other) => one > other ? one : other;

    /// <summary>The most tokens one choice can have: the smaller of the client's limit and the model's.</summary>
    public static long MaxOutput(InferenceRequest request, Model model) =>
        Math.Min(request.MaxOutputTokens ?? long.MaxValue, Math.Max(1, model.MaxOutputTokens));

    /// <summary>How many tokens of output, of all choices together, a hold pays for beside the estimated input.</summary>
    public static long AffordedOutput(Money hold, InferenceRequest request, Model model, Price price)
    {
        var full = WithoutDiscounts(price);
        var left = hold - Input(InputEstimate.For(request, model), price, model);
        if (left < Money.Zero)
            return 0;
        return full.Output == 0 ? Unlimited : (long)Int128.Min(Unlimited, (Int128)left.NanoUsd * 1_000_000 / full.Output);
    }

    /// <summary>
    /// The limit of the output to send to the upstream, in tokens for each choice; null where none is needed. It is needed where the client
    /// sets no limit, the answer is not streamed, and the credit does not pay for the longest answer: an answer that arrives whole cannot
    /// be stopped in the middle.
    /// </summary>
    /// <param name="freeCredit">All the credit that was free at admission.</param>
    public static long? OutputLimit(Protocol protocol, InferenceRequest request, Model model, Price price, Money freeCredit)
    {
        if (!protocol.Generates || request is not { Stream: false, MaxOutputTokens: null })
            return null;
        var afforded = AffordedOutput(freeCredit, request, model, price) / request.Choices;
        return afforded < MaxOutput(request, model) ? Math.Max(1, afforded) : null;
    }

    /// <summary>The most that a number of output tokens costs.</summary>
    public static Money OutputCost(long tokens, Price price) => WithoutDiscounts(price).Cost(new TokenUsage(0, tokens));

    /// <summary>The most that the input costs, and all calls of hosted tools.</summary>
    private static Money Input(InputEstimate estimate, Price price, Model model)
    {
        var (all, full) = (estimate.With(price.Tools, model), WithoutDiscounts(price));
        var (heard, seen) = (full.AudioInput is null ? 0 : all.AudioUpper, full.ImageInput is null ? 0 : all.ImageUpper);
        return full.Cost(new TokenUsage(all.Upper, 0, AudioInput: heard, ImageInput: seen)) + PricedTools.Cost(price.Tools);
    }

    internal static Price WithoutDiscounts(Price price)
    {
        var input = Math.Max(price.Input, Math.Max(price.CacheWrite ?? 0, price.CacheWriteHour ?? 0));
        return price with
        {
            Input = input,
            AudioInput = price.AudioInput is { } sound ? Math.Max(input, sound) : null,
            ImageInput = price.ImageInput is { } picture ? Math.Max(input, picture) : null,
            Output = Math.Max(price.Output, Math.Max(price.Reasoning ?? 0, price.AudioOutput ?? 0)),
        };
    }
}
