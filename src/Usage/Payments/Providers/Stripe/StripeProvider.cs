using System.Text;
using Platform.Contracts;
using Platform.Usage.Ledger;
using Platform.Usage.Payments.Checkouts;
using Platform.Usage.Payments.Course;
using Platform.Usage.Payments.Refunding;
using Stripe;
using Stripe.Checkout;

namespace Platform.Usage.Payments.Providers.Stripe;

/// <summary>Stripe Checkout: a page of theirs for each payment, and signed webhooks of what became of it.</summary>
internal sealed class StripeProvider(StripeApi api, StripeSettings settings, TimeProvider time) : IPaymentProvider
{
    public const string ProviderName = "stripe";
    public const string CheckoutMetadata = "checkout_id";

    private const string SignatureHeader = "Stripe-Signature";

    public string Name => ProviderName;

    public string CashAccount => LedgerAccounts.StripeCash;

    public string? CheckoutOrigin => settings.CheckoutOrigin;

    public string? Objection(Money amount) => Cents.AreWhole(amount) ? null : $"Stripe takes whole cents only, and {amount} is not.";

    public async Task<ProviderSession> StartAsync(Checkout checkout, Uri returnUrl, Uri cancelUrl, CancellationToken cancellationToken)
    {
        var options = new SessionCreateOptions
        {
            Mode = "payment",
            ClientReferenceId = checkout.Id.ToString(),
            Metadata = Metadata(checkout),
            PaymentIntentData = new() { Metadata = Metadata(checkout) },
            LineItems =
            [
                new()
                {
                    Quantity = 1,
                    PriceData = new() { Currency = "usd", UnitAmount = Cents.Of(checkout.Deal.Price), ProductData = new() { Name = checkout.PackName } },
                },
            ],
            SuccessUrl = returnUrl.AbsoluteUri,
            CancelUrl = cancelUrl.AbsoluteUri,
        };
        var session = await api.AskAsync(stripe => stripe.Checkout.Sessions.CreateAsync(options, Once($"checkout-{checkout.Id}"), cancellationToken), cancellationToken);
        return session is { Id: { } id, Url: { } url }
            ? new ProviderSession(id, url)
            : throw new ProviderException("Stripe's session has no id or no url.", retryable: true);
    }

    public WebhookReading Read(ReadOnlyMemory<byte> body, IHeaderDictionary headers)
    {
        var text = Encoding.UTF8.GetString(body.Span);
        return StripeSignature.Refusal(text, headers[SignatureHeader], settings.WebhookSecret, time.GetUtcNow()) is { } refusal
            ? new WebhookReading(Refusal: refusal)
            : StripeWebhook.Read(text);
    }

    public async Task<PaymentEvent> RefundAsync(Checkout checkout, RefundOrder order, CancellationToken cancellationToken)
    {
        var payment = checkout.PaymentReference
            ?? throw new ProviderException("Stripe did not name the payment of this checkout, so it can only be refunded in Stripe's own dashboard.", retryable: false);
        var options = new RefundCreateOptions { PaymentIntent = payment, Amount = Cents.Of(order.Amount), Metadata = Metadata(checkout), Expand = ["charge"] };
        var refund = await api.AskAsync(stripe => stripe.Refunds.CreateAsync(options, Once($"refund-{order.Id}"), cancellationToken), cancellationToken);
        if (refund.Status is "failed" or "canceled")
            throw new ProviderException($"Stripe's refund {refund.Status}: {refund.FailureReason ?? "no reason given"}", retryable: false);
        if (refund is not { Id: { } id, Charge: { } charge } || Cents.In(charge, StripeWebhook.RefundedAmount) is null)
            throw new ProviderException("Stripe's refund has no id or no charge.", retryable: true);
        return StripeWebhook.Refunded($"refund/{id}", charge) with { CheckoutId = checkout.Id };
    }

    private static Dictionary<string, string> Metadata(Checkout checkout) => new() { [CheckoutMetadata] = checkout.Id.ToString() };

    /// <summary>Stripe does it once, however often it is asked with this key.</summary>
    private static RequestOptions Once(string idempotencyKey) => new() { IdempotencyKey = idempotencyKey };
}
