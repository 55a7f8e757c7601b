using Platform.Contracts;

namespace Platform.Usage.Payments.Checkouts;

/// <summary>One purchase that a person pays on a provider's page.</summary>
/// <param name="PaymentReference">The provider's id of the payment; null until an event names it.</param>
/// <param name="Posted">The part of it that is in the ledger.</param>
internal sealed record Checkout(
    Guid Id,
    Guid AccountId,
    string PackId,
    string PackName,
    CheckoutTerms Terms,
    string Provider,
    string? PaymentReference,
    CheckoutStatus Status,
    CheckoutState Posted,
    DateTime CreatedAt,
    DateTime? PaidAt
)
{
    public CheckoutView View =>
        new(
            Id,
            PackId,
            PackName,
            Terms.Price,
            Terms.Credit,
            Provider,
            Status,
            Posted.Refunded,
            CreatedAt,
            PaidAt is { } paid ? new DateTimeOffset(paid) : null
        );
}
