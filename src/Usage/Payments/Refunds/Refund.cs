using Platform.Contracts;

namespace Platform.Usage.Payments.Refunds;

internal enum RefundStatus
{
    Requested,
    Done,
    Refused,
}

/// <summary>
/// A refund that we request from a provider. It is stored first, so that a repeat after a failure requests the same refund.
/// </summary>
/// <param name="Total">All refunds of the checkout so far, this one included.</param>
internal sealed record Refund(string Id, Guid CheckoutId, Money Amount, Money Total, RefundStatus Status, DateTime CreatedAt)
{
    /// <summary>Shorter than the time for which providers keep idempotency keys; Stripe keeps them for a day.</summary>
    private static readonly TimeSpan IdempotencyWindow = TimeSpan.FromHours(20);

    public RefundView View => new(Id, CheckoutId, Amount, CreatedAt);

    /// <summary>Whether the provider never answered, and a repeat now could refund twice.</summary>
    public bool IsPastIdempotency(DateTimeOffset now) => Status == RefundStatus.Requested && now - CreatedAt > IdempotencyWindow;
}
