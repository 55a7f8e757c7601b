using Platform.Contracts;
using Platform.Gateway.Metering;
using Platform.Gateway.Protocols;

namespace Platform.Gateway.Billing;

/// <summary>What an answer is charged, as far as it has come: by the upstream's count where that can be right, else by ours.</summary>
/// <param name="Doubt">Why the upstream's count was not believed; null where it was, or gave none.</param>
internal readonly record struct Bill(TokenUsage Usage, UsageSource Source, Money Cost, UsageDoubt? Doubt = null)
{
    public static Bill None { get; } = new(TokenUsage.None, UsageSource.None, Money.Zero);

    /// <summary>
    /// The bill of what the meter has read. An answer without a token for the client is free, though the upstream read the prompt.
    /// </summary>
    /// <param name="protocol">The caller's.</param>
    /// <param name="outputLimit">Our own limit to the output of each choice, in tokens; null where none was set.</param>
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
        var doubt = meter.Doubt;
        if (doubt is null && meter.Reported is { } reported)
        {
            doubt = UsagePlausibility.DoubtOf(reported, request, model, meter, outputLimit);
            if (doubt is null)
                return new Bill(reported, UsageSource.Upstream, meter.IsEmpty ? Money.Zero : price.Cost(reported));
        }

        if (!meter.HasOutput)
            return None with { Doubt = doubt };
        var counted = Count(request, meter, InputOf(request, model, meter), UsagePlausibility.MaxOutput(request, model, outputLimit));
        return new Bill(counted, UsageSource.Counted, price.Cost(counted), doubt);
    }

    /// <summary>The upstream's count of the input, which a stream may have before its end; null where it cannot be right.</summary>
    private static TokenUsage? InputOf(InferenceRequest request, Model model, AnswerMeter meter) =>
        meter.KnownInput is { Input: > 0 } known && known.Input <= UsagePlausibility.MaxInput(request, model, known.Input) ? known : null;

    /// <summary>Words can be long: by their bytes an answer may seem to have more tokens than were asked for, and held.</summary>
    private static TokenUsage Count(InferenceRequest request, AnswerMeter meter, TokenUsage? knownInput, long maxOutput)
    {
        var input = knownInput ?? new TokenUsage(TokenEstimate.ForText(request.PromptBytes), 0);
        return input with { Output = Math.Min(meter.CountedOutput, maxOutput) };
    }
}
