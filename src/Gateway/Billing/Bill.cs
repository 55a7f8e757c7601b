using Platform.Contracts;
using Platform.Gateway.Metering;
using Platform.Gateway.Protocols;

namespace Platform.Gateway.Billing;

/// <summary>
/// The charge for an answer, or for the part of it that has arrived: tokens (the upstream's count if there is one, else ours) times price.
/// <c>UpstreamAttempt</c> computes it for each usage in a stream, and once more when the attempt ends.
/// </summary>
internal readonly record struct Bill(TokenUsage Usage, UsageSource Source, Money Cost)
{
    public static Bill None { get; } = new(TokenUsage.None, UsageSource.None, Money.Zero);

    /// <summary>Prices what the meter has read. An answer without output is free, although the upstream has read the prompt.</summary>
    /// <param name="protocol">The protocol of the caller.</param>
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

    /// <summary>
    /// Our own count. Output is at most the limit of the request: a text of long words has more bytes, and so by the estimate more tokens,
    /// than were allowed and held.
    /// </summary>
    private static TokenUsage Count(InferenceRequest request, AnswerMeter meter)
    {
        var input = meter.KnownInput ?? new TokenUsage(TokenEstimate.ForText(request.PromptBytes), 0);
        return input with { Output = Math.Min(meter.CountedOutput, request.MaxOutputTokens * request.Choices ?? long.MaxValue) };
    }
}
