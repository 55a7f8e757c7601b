using Platform.Contracts;
using Platform.Gateway.Errors;
using Platform.Gateway.Metering;
using Platform.Gateway.Protocols;

namespace Platform.Gateway.Billing;

/// <summary>
/// How much output the hold of a running stream pays for, in bytes of text by the estimator. When half of what was left is used, more is
/// asked for in the background; only when all is used does the stream wait. A hold that pays for the longest possible answer is never
/// checked.
/// </summary>
/// <param name="clientGone">Nobody waits for the answer any more, so nothing is added.</param>
internal sealed class OutputAllowance(InferenceRequest request, Model model, Price price, Funding funding, CancellationToken clientGone)
{
    private Task<Extension>? asked;
    private long end = EndOf(funding.Hold.Amount, request, model, price);

    /// <summary>Up to here nothing has to be done: the one number that is compared for each event.</summary>
    public long Attention { get; private set; } = EndOf(funding.Hold.Amount, request, model, price) / 2;

    /// <summary>Whether the hold pays for so much text. To be asked only beyond <see cref="Attention"/>.</summary>
    public bool Covers(long bytes)
    {
        if (bytes > end && asked is { IsCompletedSuccessfully: true })
            Take(asked.Result, bytes);
        else if (asked is null && !clientGone.IsCancellationRequested)
            (asked, Attention) = (AskAsync(), end);
        return bytes <= end;
    }

    /// <summary>Waits for more. Null when so much text is paid for now; else why it is not.</summary>
    public async ValueTask<ApiError?> ExtendAsync(long bytes)
    {
        while (bytes > end)
        {
            if (clientGone.IsCancellationRequested)
                return ApiErrors.CreditExhaustedMidStream();
            var extension = await (asked ??= AskAsync());
            Take(extension, bytes);
            if (bytes > end && extension.Shortage is { } shortage)
                return shortage;
        }

        return null;
    }

    private Task<Extension> AskAsync()
    {
        var lacking =
            HoldEstimate.MaxOutput(request, model) * request.Choices - HoldEstimate.AffordedOutput(funding.Hold.Amount, request, price);
        return funding.ExtendAsync(HoldEstimate.OutputCost(Math.Min(funding.StepTokens * request.Choices, lacking), price));
    }

    private void Take(Extension extension, long used)
    {
        asked = null;
        end = EndOf(funding.Hold.Amount, request, model, price);
        // Where there was not all of it, there is no use in asking again before the end.
        Attention = extension.Shortage is null && end < long.MaxValue ? used + (end - used) / 2 : end;
    }

    /// <summary>Each choice is rounded up by itself, so each may be three bytes short of its last token.</summary>
    private static long EndOf(Money hold, InferenceRequest request, Model model, Price price)
    {
        var tokens = HoldEstimate.AffordedOutput(hold, request, price);
        return tokens >= HoldEstimate.MaxOutput(request, model) * request.Choices
            ? long.MaxValue
            : Math.Max(0, TokenEstimate.BytesOf(tokens) - 3 * (request.Choices - 1));
    }
}
