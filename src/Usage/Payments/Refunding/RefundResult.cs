using Platform.Contracts;

namespace Platform.Usage.Payments.Refunding;

internal enum RefundOutcome
{
    Created,
    Repeated,
    NoSuchCheckout,
    Conflict,
}

/// <param name="Problem">Why not, as a sentence; null when it is done.</param>
internal sealed record RefundResult(RefundOutcome Outcome, RefundView? Refund = null, string? Problem = null);
