using Platform.Contracts;
using Platform.Usage.Payments.Course;

namespace Platform.Usage.Payments.Checkouts;

/// <summary>One payment a person was sent away to make.</summary>
/// <param name="PaymentReference">The provider's name of the payment; null until an event brings it.</param>
/// <param name="Booked">What of it is in the ledger.</param>
internal sealed record Checkout(
    Guid Id, Guid AccountId, string PackId, string PackName, Deal Deal, string Provider, string? PaymentReference, CheckoutStatus Status,
    Standing Booked, DateTime CreatedAt, DateTime? PaidAt)
{
    public CheckoutView View => new(
        Id, PackId, PackName, Deal.Price, Deal.Credit, Provider, Status, Booked.Refunded, CreatedAt, PaidAt is { } paid ? new DateTimeOffset(paid) : null);
}
