using System.Text.Json;
using Platform.Contracts;
using Platform.Usage.Ledger;
using Platform.Usage.Payments.Checkouts;
using Platform.Usage.Payments.Course;
using Platform.Usage.Payments.Refunding;

namespace Platform.Usage.Payments.Providers.Sandbox;

/// <summary>Play money. Its payment page and its sending of webhooks are the dashboard's; here it is as strange to us as any provider.</summary>
internal sealed class SandboxProvider(string secret, TimeProvider time) : IPaymentProvider
{
    public const string ProviderName = "sandbox";

    public string Name => ProviderName;

    public string CashAccount => LedgerAccounts.SandboxCash;

    public string? CheckoutOrigin => null;

    public string? Objection(Money amount) => null;

    /// <summary>Its page is beside the one the payer comes back to.</summary>
    public Task<ProviderSession> StartAsync(Checkout checkout, Uri returnUrl, Uri cancelUrl, CancellationToken cancellationToken) =>
        Task.FromResult(new ProviderSession($"sandbox_{checkout.Id:N}", new Uri(returnUrl, $"sandbox-checkout/{checkout.Id}").AbsoluteUri));

    public WebhookReading Read(ReadOnlyMemory<byte> body, IHeaderDictionary headers)
    {
        if (WebhookSignature.Refusal(headers[SandboxWebhook.SignatureHeader], body.Span, secret, time.GetUtcNow()) is { } refusal)
            return new WebhookReading(Refusal: refusal);
        try
        {
            return JsonSerializer.Deserialize<SandboxWebhook>(body.Span, JsonSerializerOptions.Web) is { Id.Length: > 0 } webhook && IsWhole(webhook)
                ? new WebhookReading(new PaymentEvent(webhook.Id, webhook.Type, webhook.CheckoutId, null, webhook.Amount, webhook.DisputeId))
                : new WebhookReading(Refusal: "The body needs id, type, checkoutId, an amount of at least 0, and disputeId exactly where the type is about a dispute.");
        }
        catch (JsonException e)
        {
            return new WebhookReading(Refusal: $"The body cannot be read: {e.Message}");
        }
    }

    public Task<PaymentEvent> RefundAsync(Checkout checkout, RefundOrder order, CancellationToken cancellationToken) =>
        Task.FromResult(new PaymentEvent($"refund/{order.Id}", PaymentEventKind.Refunded, checkout.Id, null, order.Total));

    private static bool IsWhole(SandboxWebhook webhook)
    {
        var disputed = webhook.Type is PaymentEventKind.DisputeOpened or PaymentEventKind.DisputeWon or PaymentEventKind.DisputeLost;
        return Enum.IsDefined(webhook.Type) && webhook.CheckoutId != Guid.Empty && webhook.Amount >= Money.Zero
            && disputed != string.IsNullOrEmpty(webhook.DisputeId);
    }
}
