using Platform.Contracts;

namespace Platform.Usage.Payments.Course;

/// <summary>What a provider told us, in words common to all.</summary>
/// <param name="Id">The provider's id of the event: the same again is a repeat.</param>
/// <param name="CheckoutId">Ours, when the event names it.</param>
/// <param name="PaymentReference">The provider's name of the payment, when the event has it; a dispute may have nothing else.</param>
/// <param name="Amount">Paid, refunded so far, or in dispute; zero where no money moves.</param>
/// <param name="Problem">Why the event is kept but counts for nothing; null when it counts.</param>
internal sealed record PaymentEvent(
    string Id, PaymentEventKind Kind, Guid? CheckoutId, string? PaymentReference, Money Amount, string? DisputeId = null, string? Problem = null);
