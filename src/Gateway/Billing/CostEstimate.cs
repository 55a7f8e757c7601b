using Platform.Contracts;
using Platform.Gateway.Protocols;

namespace Platform.Gateway.Billing;

/// <summary>What a request costs, as far as it can be known before it runs.</summary>
/// <param name="Input">Tokens of the input.</param>
/// <param name="Output">Tokens of all choices together.</param>
internal readonly record struct CostEstimate(Money Cost, long Input, long Output)
{
    /// <summary>A class of tokens is rounded up by itself: there are nine.</summary>
    private const long Rounding = 9;

    private const long NanoUsdInMicroUsd = 1_000;

    public static CostEstimate None { get; } = new(Money.Zero, 0, 0);

    /// <summary>
    /// The cost of an ordinary answer on the first route, without a call of a hosted tool and without a token from a cache.
    /// </summary>
    /// <param name="ordinaryOutput">Tokens of an ordinary answer, for each choice.</param>
    public static CostEstimate Expected(Protocol protocol, InferenceRequest request, Model model, long ordinaryOutput)
    {
        var input = InputEstimate.For(request, model);
        var output = protocol.Generates ? Math.Min(ordinaryOutput, HoldEstimate.MaxOutput(request, model)) * request.Choices : 0;
        var held = model.Routes[0].Price;
        var price = held.For(held.Tier, input.Expected) ?? held;
        var (heard, seen) = (held.AudioInput is null ? 0 : input.AudioExpected, held.ImageInput is null ? 0 : input.ImageExpected);
        return new CostEstimate(
            price.Cost(new TokenUsage(input.Expected, output, AudioInput: heard, ImageInput: seen)),
            input.Expected,
            output
        );
    }

    /// <summary>
    /// No charge is higher: the most tokens that an upstream is believed, and all calls of hosted tools, at the dearest of the prices that
    /// the answer can turn out to have. It is higher than the hold, which a request that needs more extends. In whole micro-dollars.
    /// </summary>
    public static CostEstimate Highest(Protocol protocol, InferenceRequest request, Model model)
    {
        var output = protocol.Generates ? HoldEstimate.MaxOutput(request, model) * request.Choices : 0;
        var input = InputEstimate.For(request, model);
        var most = model
            .Routes.Select(route => (Input: input.With(route.Price.Tools, model).Ceiling, route.Price))
            .Select(route => (Cost: Prices(route.Price).Max(price => Most(price, route.Input, output)), route.Input))
            .MaxBy(route => route.Cost);
        if (most.Cost == Money.Zero)
            return new CostEstimate(Money.Zero, most.Input, output);
        var nano = most.Cost.NanoUsd + Rounding + NanoUsdInMicroUsd - 1;
        return new CostEstimate(new Money(nano - nano % NanoUsdInMicroUsd), most.Input, output);
    }

    /// <summary>The price that is held, and those that apply when the input turns out shorter.</summary>
    private static IEnumerable<Price> Prices(Price held) =>
        (held.Others ?? []).Where(other => other.Tier == held.Tier).Select(other => other with { Tools = held.Tools }).Append(held);

    private static Money Most(Price price, long input, long output)
    {
        var full = HoldEstimate.WithoutDiscounts(price);
        full = full with { Input = Math.Max(full.Input, Math.Max(full.AudioInput ?? 0, full.ImageInput ?? 0)) };
        return full.Cost(new TokenUsage(input, output)) + PricedTools.Cost(price.Tools);
    }
}
