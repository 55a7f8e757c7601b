using System.Text.Json;
using Platform.Contracts;
using Platform.Usage.Ledger;

namespace Platform.Usage.Payments.Providers.Sandbox;

/// <summary>
/// A provider without real money, for development. The dashboard serves its payment page and sends its webhooks; this service handles it
/// like any other provider.
/// </summary>
internal sealed class SandboxProvider(string secret, TimeProvider time) : IPaymentProvider
{
    private const string Incomplete =
        "The body needs id, type, checkoutId, an amount of at least 0, and a disputeId if and only if the type is about a dispute.";

    public string Name => ProviderNames.Sandbox;

    public string CashAccount => LedgerAccounts.SandboxCash;

    public string? CheckoutOrigin => null;

    public string? Objection(Money amount) => null;

    /// <summary>The payment page is relative to the page that the payer returns to.</summary>
    public Task<ProviderSession> StartAsync(PaymentOrder order, Uri returnUrl, Uri cancelUrl, CancellationToken cancellationToken)
    {
        var page = new Uri(returnUrl, $"sandbox-checkout/{order.CheckoutId}");
        return Task.FromResult(new ProviderSession($"sandbox_{order.CheckoutId:N}", page.AbsoluteUri));
    }

    public WebhookReading Read(ReadOnlyMemory<byte> body, IHeaderDictionary headers)
    {
        if (WebhookSignature.Refusal(headers[SandboxWebhook.SignatureHeader], body.Span, secret, time.GetUtcNow()) is { } refusal)
            return new WebhookReading(Refusal: refusal);
        try
        {
            return JsonSerializer.Deserialize<SandboxWebhook>(body.Span, JsonSerializerOptions.Web) is { } webhook && IsComplete(webhook)
                ? new WebhookReading(
                    new PaymentEvent(webhook.Id, webhook.Type, webhook.CheckoutId, null, webhook.Amount, webhook.DisputeId)
                )
                : new WebhookReading(Refusal: Incomplete);
        }
        catch (JsonException e)
        {
            return new WebhookReading(Refusal: $"The body cannot be read: {e.Message}");
        }
    }

    public Task<PaymentEvent> RefundAsync(RefundOrder order, CancellationToken cancellationToken) =>
        Task.FromResult(new PaymentEvent($"refund/{order.Id}", PaymentEventKind.Refunded, order.CheckoutId, null, order.Total));

    private static bool IsComplete(SandboxWebhook webhook)
    {
        var disputed = webhook.Type is PaymentEventKind.DisputeOpened or PaymentEventKind.DisputeWon or PaymentEventKind.DisputeLost;
        return !string.IsNullOrEmpty(webhook.Id)
            && Enum.IsDefined(webhook.Type)
            && webhook.CheckoutId != Guid.Empty
            && webhook.Amount >= Money.Zero
            && disputed != string.IsNullOrEmpty(webhook.DisputeId);
    }
}
