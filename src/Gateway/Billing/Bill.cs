using Platform.Contracts;
using Platform.Gateway.Metering;
using Platform.Gateway.Protocols;

namespace Platform.Gateway.Billing;

/// <summary>
/// The cost of an answer, or of the part of it that has arrived: tokens (the upstream's count where that can be right, else ours) times
/// price. <c>UpstreamAttempt</c> computes it for each usage in a stream, and once more when the attempt ends.
/// </summary>
/// <param name="Doubt">Why the upstream's count is not believed; null where it is, or where there is none.</param>
internal readonly record struct Bill(TokenUsage Usage, UsageSource Source, Money Cost, UsageDoubt? Doubt = null)
{
    public static Bill None { get; } = new(TokenUsage.None, UsageSource.None, Money.Zero);

    /// <summary>The price that the usage was charged with; null where there is nothing to charge.</summary>
    public Price? Price { get; private init; }

    /// <summary>The calls of hosted tools in the cost; null where there is none.</summary>
    public IReadOnlyList<ToolCalls>? Tools { get; private init; }

    /// <summary>The part of the cost that the client pays.</summary>
    public Money Charge { get; private init; } = Cost;

    /// <summary>The part of the cost that the operator bears.</summary>
    public Money WrittenOff => Cost - Charge;

    /// <summary>Prices what the meter has read. An answer without output is free, although the upstream has read the prompt.</summary>
    /// <param name="protocol">The protocol of the caller.</param>
    /// <param name="outputLimit">The gateway's own limit of the output of each choice, in tokens; null where none was set.</param>
    public static Bill For(
        Protocol protocol,
        InferenceRequest request,
        Model model,
        AnswerMeter meter,
        Price price,
        long? outputLimit = null
    )
    {
        if (protocol.CountsTokens)
            return None;
        var (doubt, input) = (meter.Doubt, InputEstimate.For(request, model).With(price.Tools, model));
        if (doubt is null && meter.Reported is { } reported)
        {
            doubt = UsagePlausibility.DoubtOf(reported, input, request, model, meter, outputLimit);
            if (doubt is null)
                return Priced(reported, UsageSource.Upstream, null, price, meter);
        }

        if (!meter.HasOutput)
            return None with { Doubt = doubt };
        var counted = Count(input, meter, UsagePlausibility.MaxOutput(request, model, outputLimit));
        return Priced(counted, UsageSource.Counted, doubt, price, meter);
    }

    private static Bill Priced(TokenUsage usage, UsageSource source, UsageDoubt? doubt, Price held, AnswerMeter meter)
    {
        usage = ServedPrice.Usage(usage, held, meter.SplitsCacheWrites);
        var price = ServedPrice.Of(held, meter.Tier, usage);
        var tools = meter.IsEmpty ? null : PricedTools.Called(held.Tools, meter);
        var cost = meter.IsEmpty ? Money.Zero : price.Cost(usage) + ToolCalls.Cost(tools);
        return new Bill(usage, source, cost, doubt) { Price = price.Tools is null ? price : price with { Tools = null }, Tools = tools };
    }

    /// <summary>The same bill, of which the client pays no more than what is held for it.</summary>
    public Bill PaidFrom(Money held) => this with { Charge = Cost > held ? held : Cost };

    /// <summary>The upstream's count of the input, which a stream may report before its end; null where it cannot be right.</summary>
    private static TokenUsage? InputOf(InputEstimate estimate, AnswerMeter meter) =>
        meter.KnownInput is { Input: > 0 } known && known.Input <= estimate.Ceiling ? known : null;

    private static TokenUsage Estimated(InputEstimate estimate) =>
        new(estimate.Expected, 0, AudioInput: estimate.AudioExpected, ImageInput: estimate.ImageExpected);

    /// <summary>
    /// Our own count. Output is at most the limit of the request: a text of long words has more bytes, and so by the estimate more tokens,
    /// than were allowed and held.
    /// </summary>
    private static TokenUsage Count(InputEstimate estimate, AnswerMeter meter, long maxOutput)
    {
        var input = InputOf(estimate, meter) ?? Estimated(estimate);
        return input with { Output = Math.Min(meter.CountedOutput, maxOutput), AudioOutput = Math.Min(meter.CountedAudio, maxOutput) };
    }
}
