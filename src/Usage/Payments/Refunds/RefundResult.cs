using Platform.Contracts;

namespace Platform.Usage.Payments.Refunds;

internal enum RefundOutcome
{
    Created,
    Repeated,
    NoSuchCheckout,
    Conflict,
}

/// <param name="Problem">A sentence that says why there is no refund; null when there is one.</param>
internal sealed record RefundResult(RefundOutcome Outcome, RefundView? Refund = null, string? Problem = null)
{
    public static RefundResult Conflict(string problem) => new(RefundOutcome.Conflict, Problem: problem);
}
