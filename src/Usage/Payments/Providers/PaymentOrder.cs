using Platform.Contracts;

namespace Platform.Usage.Payments.Providers;

/// <summary>A payment that a provider is asked to take.</summary>
/// <param name="Description">Shown to the payer.</param>
internal sealed record PaymentOrder(Guid CheckoutId, string Description, Money Price);

/// <summary>A refund that a provider is asked to make.</summary>
/// <param name="Id">The provider makes a refund of this id once, even when the request is repeated.</param>
/// <param name="PaymentReference">The provider's id of the payment; null when no event has named it yet.</param>
/// <param name="Total">All refunds of the checkout so far, this one included.</param>
internal sealed record RefundOrder(string Id, Guid CheckoutId, string? PaymentReference, Money Amount, Money Total);
