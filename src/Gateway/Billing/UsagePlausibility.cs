using Platform.Contracts;
using Platform.Gateway.Metering;
using Platform.Gateway.Protocols;

namespace Platform.Gateway.Billing;

/// <summary>
/// Whether an upstream's count can be right for what was asked and what was delivered. A count is a claim: it is charged only within these
/// bounds, and replaced by our own beyond them.
/// </summary>
internal static class UsagePlausibility
{
    /// <summary>Tokens of a choice that are not text: its end, the frame of each tool call.</summary>
    private const long FrameTokens = 256;

    /// <summary>The longest tokens of common vocabularies are runs of 128 spaces.</summary>
    private const long MaxBytesPerToken = 128;

    /// <summary>Null when it can be right.</summary>
    /// <param name="input">With what hosted tools may add.</param>
    /// <param name="outputLimit">Our own limit to the output of each choice; null where none was set.</param>
    public static UsageDoubt? DoubtOf(
        TokenUsage usage,
        InputEstimate input,
        InferenceRequest request,
        Model model,
        AnswerMeter meter,
        long? outputLimit
    )
    {
        if (
            usage.Input > input.Ceiling
            || usage.Output > MaxOutput(request, model, outputLimit)
            || (model.Reasoning == false && ExceedsDelivery(usage.Output, request, meter))
        )
            return UsageDoubt.Implausible;
        var isTooLittle =
            usage.Input == 0 && request.PromptBytes > 0 || usage.Output < (meter.OutputBytes + MaxBytesPerToken - 1) / MaxBytesPerToken;
        return isTooLittle ? UsageDoubt.Contradictory : null;
    }

    public static long MaxOutput(InferenceRequest request, Model model, long? outputLimit) =>
        Math.Min(HoldEstimate.MaxOutput(request, model), outputLimit ?? long.MaxValue) * request.Choices;

    /// <summary>
    /// Whether there are more tokens than bytes that were delivered, and than frame each choice. The tokens of a prediction that the model
    /// rejects are output too.
    /// </summary>
    private static bool ExceedsDelivery(long output, InferenceRequest request, AnswerMeter meter) =>
        output - meter.OutputBytes > (FrameTokens + request.PredictionBytes) * request.Choices;
}
