using System.Text.Json;
using Platform.Contracts;
using Platform.Usage.Payments.Course;

namespace Platform.Usage.Payments.Providers.Stripe;

/// <summary>What Stripe's events mean. The signature was found genuine before.</summary>
internal static class StripeWebhook
{
    private const string OurCurrency = "usd";

    public static WebhookReading Read(ReadOnlySpan<byte> body)
    {
        try
        {
            return JsonSerializer.Deserialize<StripeEvent>(body, StripeObjects.Json) is { Id.Length: > 0, Type: { } type, Data.Object: var thing } e
                ? new WebhookReading(Meaning(e.Id, type, thing))
                : new WebhookReading(Refusal: "The body is not an event: id, type or data.object is missing.");
        }
        catch (Exception e) when (e is JsonException or OverflowException or InvalidOperationException)
        {
            return new WebhookReading(Refusal: $"The event cannot be read: {e.Message}");
        }
    }

    /// <summary>All that was refunded of a charge so far.</summary>
    public static PaymentEvent Refunded(string id, StripeCharge charge) => Priced(
        new PaymentEvent(id, PaymentEventKind.Refunded, Ours(charge.Metadata?.GetValueOrDefault(StripeProvider.CheckoutMetadata)), charge.PaymentIntent, Money.Zero),
        charge.AmountRefunded, charge.Currency);

    /// <summary>Null when it is nothing to us, such as a session whose money is still on its way.</summary>
    private static PaymentEvent? Meaning(string id, string type, JsonElement thing) => type switch
    {
        "checkout.session.completed" when As<StripeSession>(thing) is { PaymentStatus: "paid" } session => Paid(id, session),
        "checkout.session.async_payment_succeeded" => Paid(id, As<StripeSession>(thing)),
        "checkout.session.async_payment_failed" => Unpaid(id, PaymentEventKind.Declined, As<StripeSession>(thing)),
        "checkout.session.expired" => Unpaid(id, PaymentEventKind.Expired, As<StripeSession>(thing)),
        "charge.refunded" => Refunded(id, As<StripeCharge>(thing)),
        "charge.dispute.created" or "charge.dispute.closed" or "charge.dispute.funds_withdrawn" => Disputed(id, type, As<StripeDispute>(thing)),
        _ => null,
    };

    private static PaymentEvent Paid(string id, StripeSession session) => Priced(
        new PaymentEvent(id, PaymentEventKind.Paid, Ours(session.ClientReferenceId), session.PaymentIntent, Money.Zero), session.AmountTotal, session.Currency);

    private static PaymentEvent Unpaid(string id, PaymentEventKind kind, StripeSession session) =>
        new(id, kind, Ours(session.ClientReferenceId), session.PaymentIntent, Money.Zero);

    /// <summary>A bank that only asks (<c>warning_*</c>) has taken nothing yet; when it does, the funds are said to be withdrawn.</summary>
    private static PaymentEvent? Disputed(string id, string type, StripeDispute dispute)
    {
        PaymentEventKind? kind = (type, dispute.Status) switch
        {
            ("charge.dispute.closed", "won") => PaymentEventKind.DisputeWon,
            ("charge.dispute.closed", "lost") => PaymentEventKind.DisputeLost,
            ("charge.dispute.closed", _) => null,
            ("charge.dispute.created", { } status) when status.StartsWith("warning_", StringComparison.Ordinal) => null,
            _ => PaymentEventKind.DisputeOpened,
        };
        return kind is { } known
            ? Priced(new PaymentEvent(id, known, null, dispute.PaymentIntent, Money.Zero, dispute.Id ?? throw Missing("id of the dispute")), dispute.Amount, dispute.Currency)
            : null;
    }

    private static PaymentEvent Priced(PaymentEvent e, long? cents, string? currency) => e with
    {
        Amount = Cents.ToMoney(cents ?? throw Missing("amount")),
        Problem = currency == OurCurrency ? null : $"The currency is {currency ?? "missing"} and not {OurCurrency}.",
    };

    private static Guid? Ours(string? reference) => Guid.TryParse(reference, out var id) ? id : null;

    private static T As<T>(JsonElement thing) => thing.Deserialize<T>(StripeObjects.Json) ?? throw Missing("object");

    private static JsonException Missing(string what) => new($"The {what} is missing.");
}
