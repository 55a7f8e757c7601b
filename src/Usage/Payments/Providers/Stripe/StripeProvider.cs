using Platform.Contracts;
using Platform.Usage.Ledger;
using Platform.Usage.Payments.Checkouts;
using Platform.Usage.Payments.Course;
using Platform.Usage.Payments.Refunding;

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
        var session = await api.PostAsync<StripeSession>(
            "/v1/checkout/sessions", $"checkout-{checkout.Id}",
            [
                new("mode", "payment"),
                new("client_reference_id", checkout.Id.ToString()),
                new($"metadata[{CheckoutMetadata}]", checkout.Id.ToString()),
                new($"payment_intent_data[metadata][{CheckoutMetadata}]", checkout.Id.ToString()),
                new("line_items[0][quantity]", "1"),
                new("line_items[0][price_data][currency]", "usd"),
                new("line_items[0][price_data][unit_amount]", Cents.Of(checkout.Deal.Price)),
                new("line_items[0][price_data][product_data][name]", checkout.PackName),
                new("success_url", returnUrl.AbsoluteUri),
                new("cancel_url", cancelUrl.AbsoluteUri),
            ],
            cancellationToken);
        return session is { Id: { } id, Url: { } url }
            ? new ProviderSession(id, url)
            : throw new ProviderException("Stripe's session has no id or no url.", retryable: true);
    }

    public WebhookReading Read(ReadOnlyMemory<byte> body, IHeaderDictionary headers) =>
        WebhookSignature.Refusal(headers[SignatureHeader], body.Span, settings.WebhookSecret, time.GetUtcNow()) is { } refusal
            ? new WebhookReading(Refusal: refusal)
            : StripeWebhook.Read(body.Span);

    public async Task<PaymentEvent> RefundAsync(Checkout checkout, RefundOrder order, CancellationToken cancellationToken)
    {
        var payment = checkout.PaymentReference
            ?? throw new ProviderException("Stripe did not name the payment of this checkout, so it can only be refunded in Stripe's own dashboard.", retryable: false);
        var refund = await api.PostAsync<StripeRefund>(
            "/v1/refunds", $"refund-{order.Id}",
            [
                new("payment_intent", payment),
                new("amount", Cents.Of(order.Amount)),
                new($"metadata[{CheckoutMetadata}]", checkout.Id.ToString()),
                new("expand[]", "charge"),
            ],
            cancellationToken);
        if (refund.Status is "failed" or "canceled")
            throw new ProviderException($"Stripe's refund {refund.Status}: {refund.FailureReason ?? "no reason given"}", retryable: false);
        if (refund is not { Id: { } id, Charge: { AmountRefunded: not null } charge })
            throw new ProviderException("Stripe's refund has no id or no charge.", retryable: true);
        return StripeWebhook.Refunded($"refund/{id}", charge) with { CheckoutId = checkout.Id };
    }
}
