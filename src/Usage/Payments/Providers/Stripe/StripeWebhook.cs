using System.Text.Json;
using Platform.Contracts;
using Stripe;
using Stripe.Checkout;

namespace Platform.Usage.Payments.Providers.Stripe;

/// <summary>Converts Stripe's events, of any API version. The caller has verified the signature.</summary>
internal static class StripeWebhook
{
    public const string RefundedAmount = "amount_refunded";

    /// <summary>The key of the metadata that holds our checkout id.</summary>
    public const string CheckoutMetadata = "checkout_id";

    private const string OurCurrency = "usd";

    public static WebhookReading Read(string body)
    {
        try
        {
            // The type is read first: Stripe.net parses the whole object, and an event that we ignore must not fail because of it.
            using var json = JsonDocument.Parse(body);
            if (!json.RootElement.TryGetProperty("type", out var type))
                return NoEvent;
            if (ConverterFor(type.GetString()) is not { } convert)
                return new WebhookReading();
            return EventUtility.ParseEvent(body, throwOnApiVersionMismatch: false) is { Id.Length: > 0, Data.Object: not null } e
                ? new WebhookReading(convert(e))
                : NoEvent;
        }
        catch (Exception e)
        {
            // Any exception, because its type depends on where the event is broken.
            return new WebhookReading(Refusal: $"The event cannot be read: {e.Message}");
        }
    }

    /// <summary>The sum of all refunds of a charge.</summary>
    public static PaymentEvent Refunded(string id, Charge charge)
    {
        var checkout = CheckoutId(charge.Metadata?.GetValueOrDefault(CheckoutMetadata));
        var e = new PaymentEvent(id, PaymentEventKind.Refunded, checkout, charge.PaymentIntentId, Money.Zero);
        return WithAmount(e, charge, RefundedAmount, charge.Currency);
    }

    private static WebhookReading NoEvent => new(Refusal: "The body is not an event: id, type or data.object is missing.");

    /// <summary>
    /// Null for a type that we ignore. A converter returns null for an event that moves no money, such as a session that is not paid yet.
    /// </summary>
    private static Func<Event, PaymentEvent?>? ConverterFor(string? type) =>
        type switch
        {
            EventTypes.CheckoutSessionCompleted => e =>
                ObjectOf<Session>(e) is { PaymentStatus: "paid" } session ? Paid(e.Id, session) : null,
            EventTypes.CheckoutSessionAsyncPaymentSucceeded => e => Paid(e.Id, ObjectOf<Session>(e)),
            EventTypes.CheckoutSessionAsyncPaymentFailed => e => FromSession(e.Id, PaymentEventKind.Declined, ObjectOf<Session>(e)),
            EventTypes.CheckoutSessionExpired => e => FromSession(e.Id, PaymentEventKind.Expired, ObjectOf<Session>(e)),
            EventTypes.ChargeRefunded => e => Refunded(e.Id, ObjectOf<Charge>(e)),
            EventTypes.ChargeDisputeCreated or EventTypes.ChargeDisputeClosed or EventTypes.ChargeDisputeFundsWithdrawn => e =>
                Disputed(e.Id, e.Type, ObjectOf<Dispute>(e)),
            _ => null,
        };

    private static PaymentEvent Paid(string id, Session session) =>
        WithAmount(FromSession(id, PaymentEventKind.Paid, session), session, "amount_total", session.Currency);

    private static PaymentEvent FromSession(string id, PaymentEventKind kind, Session session) =>
        new(id, kind, CheckoutId(session.ClientReferenceId), session.PaymentIntentId, Money.Zero);

    /// <summary>
    /// An inquiry of the bank (<c>warning_*</c>) moves no money; Stripe sends funds_withdrawn when one becomes a dispute.
    /// </summary>
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
            ? WithAmount(
                new PaymentEvent(id, known, null, dispute.PaymentIntentId, Money.Zero, dispute.Id ?? throw Missing("id of the dispute")),
                dispute,
                "amount",
                dispute.Currency
            )
            : null;
    }

    private static PaymentEvent WithAmount(PaymentEvent e, StripeEntity entity, string amount, string? currency) =>
        e with
        {
            Amount = Cents.Read(entity, amount) ?? throw Missing(amount),
            Problem = currency == OurCurrency ? null : $"The currency is {currency ?? "missing"} and not {OurCurrency}.",
        };

    private static Guid? CheckoutId(string? reference) => Guid.TryParse(reference, out var id) ? id : null;

    private static T ObjectOf<T>(Event e)
        where T : class, IHasObject => e.Data.Object as T ?? throw Missing(typeof(T).Name);

    private static JsonException Missing(string what) => new($"The {what} is missing.");
}
