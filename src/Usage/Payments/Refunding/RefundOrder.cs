using Platform.Contracts;

namespace Platform.Usage.Payments.Refunding;

internal enum RefundStatus
{
    Requested,
    Done,
    Refused,
}

/// <summary>A refund we ask a provider for. It is kept before we ask, so that asking again after a failure asks for the same.</summary>
/// <param name="Total">All that is to be refunded of the checkout, this included.</param>
internal sealed record RefundOrder(string Id, Guid CheckoutId, Money Amount, Money Total, RefundStatus Status, DateTime CreatedAt)
{
    public RefundView View => new(Id, CheckoutId, Amount, CreatedAt);
}
