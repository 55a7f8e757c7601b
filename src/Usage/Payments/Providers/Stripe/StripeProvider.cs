using System.Text;
using Platform.Contracts;
using Platform.Usage.Ledger;
using Stripe;
using Stripe.Checkout;

namespace Platform.Usage.Payments.Providers.Stripe;

/// <summary>Stripe Checkout: a hosted page for each payment, and signed webhooks that report its outcome.</summary>
internal sealed class StripeProvider(StripeApi api, StripeSettings settings, TimeProvider time) : IPaymentProvider
{
    private const string SignatureHeader = "Stripe-Signature";
    private const string NoReference =
        "Stripe did not name the payment of this checkout, so it can only be refunded in Stripe's own dashboard.";

    public string Name => ProviderNames.Stripe;

    public string CashAccount => LedgerAccounts.StripeCash;

    public string? CheckoutOrigin => settings.CheckoutOrigin;

    public string? Objection(Money amount) => Cents.AreWhole(amount) ? null : $"Stripe takes whole cents only, and {amount} is not.";

    public async Task<ProviderSession> StartAsync(PaymentOrder order, Uri returnUrl, Uri cancelUrl, CancellationToken cancellationToken)
    {
        var options = new SessionCreateOptions
        {
            Mode = "payment",
            ClientReferenceId = order.CheckoutId.ToString(),
            Metadata = Metadata(order.CheckoutId),
            PaymentIntentData = new() { Metadata = Metadata(order.CheckoutId) },
            LineItems =
            [
                new()
                {
                    Quantity = 1,
                    PriceData = new()
                    {
                        Currency = "usd",
                        UnitAmount = Cents.From(order.Price),
                        ProductData = new() { Name = order.Description },
                    },
                },
            ],
            SuccessUrl = returnUrl.AbsoluteUri,
            CancelUrl = cancelUrl.AbsoluteUri,
        };
        var session = await api.CallAsync(
            stripe => stripe.Checkout.Sessions.CreateAsync(options, Idempotent($"checkout-{order.CheckoutId}"), cancellationToken),
            cancellationToken
        );
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

    public async Task<PaymentEvent> RefundAsync(RefundOrder order, CancellationToken cancellationToken)
    {
        var options = new RefundCreateOptions
        {
            PaymentIntent = order.PaymentReference ?? throw new ProviderException(NoReference, retryable: false),
            Amount = Cents.From(order.Amount),
            Metadata = Metadata(order.CheckoutId),
            Expand = ["charge"],
        };
        var refund = await api.CallAsync(
            stripe => stripe.Refunds.CreateAsync(options, Idempotent($"refund-{order.Id}"), cancellationToken),
            cancellationToken
        );
        if (refund.Status is "failed" or "canceled")
            throw new ProviderException($"Stripe's refund {refund.Status}: {refund.FailureReason ?? "no reason given"}", retryable: false);
        if (refund is not { Id: { } id, Charge: { } charge } || Cents.Read(charge, StripeWebhook.RefundedAmount) is null)
            throw new ProviderException("Stripe's refund has no id or no charge.", retryable: true);
        return StripeWebhook.Refunded($"refund/{id}", charge) with { CheckoutId = order.CheckoutId };
    }

    private static Dictionary<string, string> Metadata(Guid checkoutId) =>
        new() { [StripeWebhook.CheckoutMetadata] = checkoutId.ToString() };

    /// <summary>Stripe carries out a request with this key once.</summary>
    private static RequestOptions Idempotent(string idempotencyKey) => new() { IdempotencyKey = idempotencyKey };
}
