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
    /// <summary>How long providers promise to remember what they were asked; Stripe does for a day.</summary>
    private static readonly TimeSpan Memory = TimeSpan.FromHours(20);

    /// <summary>Whether asking once more for what nobody answered could pay back twice.</summary>
    public bool IsForgotten(DateTimeOffset now) => Status == RefundStatus.Requested && now - CreatedAt > Memory;

    public RefundView View => new(Id, CheckoutId, Amount, CreatedAt);
}
