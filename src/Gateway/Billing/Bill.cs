using Platform.Contracts;
using Platform.Gateway.Metering;
using Platform.Gateway.Protocols;

namespace Platform.Gateway.Billing;

/// <summary>What an answer is charged, as far as it has come: by the upstream's count if there is one, else by ours.</summary>
internal readonly record struct Bill(TokenUsage Usage, UsageSource Source, Money Cost)
{
    public static Bill None { get; } = new(TokenUsage.None, UsageSource.None, Money.Zero);

    /// <summary>
    /// The bill of what the meter has read. An answer without a token for the client is free, though the upstream read the prompt.
    /// </summary>
    /// <param name="protocol">The caller's.</param>
    public static Bill For(Protocol protocol, InferenceRequest request, AnswerMeter meter, Price price)
    {
        if (protocol.CountsTokens)
            return None;
        if (meter.Reported is { } reported)
            return new Bill(reported, UsageSource.Upstream, meter.IsEmpty ? Money.Zero : price.Cost(reported));
        if (!meter.HasOutput)
            return None;
        var counted = Count(request, meter);
        return new Bill(counted, UsageSource.Counted, price.Cost(counted));
    }

    /// <summary>Words can be long: by their bytes an answer may seem to have more tokens than were asked for, and held.</summary>
    private static TokenUsage Count(InferenceRequest request, AnswerMeter meter)
    {
        var input = meter.KnownInput ?? new TokenUsage(TokenEstimate.ForText(request.PromptBytes), 0);
        return input with { Output = Math.Min(meter.CountedOutput, request.MaxOutputTokens * request.Choices ?? long.MaxValue) };
    }
}
