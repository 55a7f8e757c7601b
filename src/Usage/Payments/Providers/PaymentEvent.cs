using Platform.Contracts;

namespace Platform.Usage.Payments.Providers;

/// <summary>An event of a payment as a provider reported it, in one form for all providers.</summary>
/// <param name="Id">The provider's id of the event; the same id again is a repeat.</param>
/// <param name="CheckoutId">Our id, when the event names it.</param>
/// <param name="PaymentReference">The provider's id of the payment, when the event has it; a dispute may name nothing else.</param>
/// <param name="Amount">The amount paid, refunded so far, or in dispute; zero when no money moves.</param>
/// <param name="DisputeId">The provider's id of the dispute; null for other events.</param>
/// <param name="Problem">Why the event is stored without effect; null when it counts.</param>
internal sealed record PaymentEvent(
    string Id,
    PaymentEventKind Kind,
    Guid? CheckoutId,
    string? PaymentReference,
    Money Amount,
    string? DisputeId = null,
    string? Problem = null
);
