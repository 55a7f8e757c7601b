using System.Text.Json;
using Platform.Contracts;
using Platform.Usage.Payments.Course;
using Stripe;
using Stripe.Checkout;

namespace Platform.Usage.Payments.Providers.Stripe;

/// <summary>What Stripe's events mean, whatever API version they are told in. The signature was found genuine before.</summary>
internal static class StripeWebhook
{
    public const string RefundedAmount = "amount_refunded";

    private const string OurCurrency = "usd";

    public static WebhookReading Read(string body)
    {
        try
        {
            // The type first: Stripe.net reads an object whole, and one that is nothing to us must not fail for a field it does not know.
            using var json = JsonDocument.Parse(body);
            if (!json.RootElement.TryGetProperty("type", out var type))
                return NoEvent;
            if (Meaning(type.GetString()) is not { } meaning)
                return new WebhookReading();
            return EventUtility.ParseEvent(body, throwOnApiVersionMismatch: false) is { Id.Length: > 0, Data.Object: not null } e
                ? new WebhookReading(meaning(e))
                : NoEvent;
        }
        catch (Exception e)
        {
            // Any exception: which one depends on where the event is broken.
            return new WebhookReading(Refusal: $"The event cannot be read: {e.Message}");
        }
    }

    /// <summary>All that was refunded of a charge so far.</summary>
    public static PaymentEvent Refunded(string id, Charge charge) => Priced(
        new PaymentEvent(id, PaymentEventKind.Refunded, Ours(charge.Metadata?.GetValueOrDefault(StripeProvider.CheckoutMetadata)), charge.PaymentIntentId, Money.Zero),
        charge, RefundedAmount, charge.Currency);

    private static WebhookReading NoEvent => new(Refusal: "The body is not an event: id, type or data.object is missing.");

    /// <summary>Null when events of this type are nothing to us; a meaning is null when this one is, such as a session whose money is still on its way.</summary>
    private static Func<Event, PaymentEvent?>? Meaning(string? type) => type switch
    {
        EventTypes.CheckoutSessionCompleted => e => Of<Session>(e) is { PaymentStatus: "paid" } session ? Paid(e.Id, session) : null,
        EventTypes.CheckoutSessionAsyncPaymentSucceeded => e => Paid(e.Id, Of<Session>(e)),
        EventTypes.CheckoutSessionAsyncPaymentFailed => e => Unpaid(e.Id, PaymentEventKind.Declined, Of<Session>(e)),
        EventTypes.CheckoutSessionExpired => e => Unpaid(e.Id, PaymentEventKind.Expired, Of<Session>(e)),
        EventTypes.ChargeRefunded => e => Refunded(e.Id, Of<Charge>(e)),
        EventTypes.ChargeDisputeCreated or EventTypes.ChargeDisputeClosed or EventTypes.ChargeDisputeFundsWithdrawn => e => Disputed(e.Id, e.Type, Of<Dispute>(e)),
        _ => null,
    };

    private static PaymentEvent Paid(string id, Session session) => Priced(
        new PaymentEvent(id, PaymentEventKind.Paid, Ours(session.ClientReferenceId), session.PaymentIntentId, Money.Zero), session, "amount_total", session.Currency);

    private static PaymentEvent Unpaid(string id, PaymentEventKind kind, Session session) =>
        new(id, kind, Ours(session.ClientReferenceId), session.PaymentIntentId, Money.Zero);

    /// <summary>A bank that only asks (<c>warning_*</c>) has taken nothing yet; when it does, the funds are said to be withdrawn.</summary>
    private static PaymentEvent? Disputed(string id, string type, Dispute dispute)
    {
        PaymentEventKind? kind = (type, dispute.Status) switch
        {
            (EventTypes.ChargeDisputeClosed, "won") => PaymentEventKind.DisputeWon,
            (EventTypes.ChargeDisputeClosed, "lost") => PaymentEventKind.DisputeLost,
            (EventTypes.ChargeDisputeClosed, _) => null,
            (EventTypes.ChargeDisputeCreated, { } status) when status.StartsWith("warning_", StringComparison.Ordinal) => null,
            _ => PaymentEventKind.DisputeOpened,
        };
        return kind is { } known
            ? Priced(new PaymentEvent(id, known, null, dispute.PaymentIntentId, Money.Zero, dispute.Id ?? throw Missing("id of the dispute")), dispute, "amount", dispute.Currency)
            : null;
    }

    private static PaymentEvent Priced(PaymentEvent e, StripeEntity entity, string amount, string? currency) => e with
    {
        Amount = Cents.In(entity, amount) ?? throw Missing(amount),
        Problem = currency == OurCurrency ? null : $"The currency is {currency ?? "missing"} and not {OurCurrency}.",
    };

    private static Guid? Ours(string? reference) => Guid.TryParse(reference, out var id) ? id : null;

    private static T Of<T>(Event e) where T : class, IHasObject => e.Data.Object as T ?? throw Missing(typeof(T).Name);

    private static JsonException Missing(string what) => new($"The {what} is missing.");
}
