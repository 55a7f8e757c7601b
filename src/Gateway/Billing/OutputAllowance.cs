using Platform.Contracts;
using Platform.Gateway.Errors;
using Platform.Gateway.Metering;
using Platform.Gateway.Protocols;

namespace Platform.Gateway.Billing;

/// <summary>
/// How much output the hold of a running stream pays for, in bytes of text. When half of the remaining allowance is used, an extension is
/// requested in the background; the stream waits only when all of it is used. A hold that pays for the longest possible answer is never
/// checked.
/// </summary>
/// <param name="clientGone">Cancelled when the client has gone: nothing is added then.</param>
internal sealed class OutputAllowance(InferenceRequest request, Model model, Price price, Funding funding, CancellationToken clientGone)
{
    private Task<Extension>? asked;
    private long end = EndOf(funding.Hold.Amount, request, model, price);

    /// <summary>Up to this number of bytes nothing has to be done. It is the one number that is compared for each event.</summary>
    public long NextCheckAt { get; private set; } = EndOf(funding.Hold.Amount, request, model, price) / 2;

    /// <summary>Whether the hold pays for this many bytes of text. Called only beyond <see cref="NextCheckAt"/>.</summary>
    public bool Covers(long bytes)
    {
        if (bytes > end && asked is { IsCompletedSuccessfully: true })
            Take(asked.Result, bytes);
        else if (asked is null && !clientGone.IsCancellationRequested)
            (asked, NextCheckAt) = (AskAsync(), end);
        return bytes <= end;
    }

    /// <summary>Waits for an extension. Null when the hold pays for this many bytes now; else why it does not.</summary>
    public async ValueTask<ApiError?> ExtendAsync(long bytes)
    {
        while (bytes > end)
        {
            if (clientGone.IsCancellationRequested)
                return ApiErrors.CreditExhaustedMidStream();
            var extension = await (asked ??= AskAsync());
            Take(extension, bytes);
            if (bytes <= end)
                return null;
            if (extension.Shortage is { } shortage)
                return shortage;
            // Asking again for nothing would go on for ever.
            if (extension.Granted <= Money.Zero)
                return ApiErrors.CreditExhaustedMidStream();
        }

        return null;
    }

    private Task<Extension> AskAsync()
    {
        var lacking =
            HoldEstimate.MaxOutput(request, model) * request.Choices
            - HoldEstimate.AffordedOutput(funding.Hold.Amount, request, model, price);
        return funding.ExtendAsync(HoldEstimate.OutputCost(Math.Min(funding.StepTokens * request.Choices, lacking), price));
    }

    private void Take(Extension extension, long used)
    {
        asked = null;
        end = EndOf(funding.Hold.Amount, request, model, price);
        // After an extension that was cut short, asking again before the allowance is used up is useless.
        NextCheckAt = extension.Shortage is null && end < long.MaxValue ? used + (end - used) / 2 : end;
    }

    /// <summary>Each choice is rounded up by itself, so each may be three bytes short of its last token.</summary>
    private static long EndOf(Money hold, InferenceRequest request, Model model, Price price)
    {
        var tokens = HoldEstimate.AffordedOutput(hold, request, model, price);
        return tokens >= HoldEstimate.MaxOutput(request, model) * request.Choices
            ? long.MaxValue
            : Math.Max(0, TokenEstimate.BytesOf(tokens) - 3 * (request.Choices - 1));
    }
}
