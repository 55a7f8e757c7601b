using Platform.Usage.Payments.Checkouts;
using Platform.Usage.Payments.Course;
using Platform.Usage.Payments.Refunding;

namespace Platform.Usage.Payments.Providers;

/// <summary>Who takes the money. Whatever it tells us comes as events, and only events move money in the book.</summary>
internal interface IPaymentProvider
{
    /// <summary>As in the address of its webhooks, in the configuration and in the database.</summary>
    string Name { get; }

    /// <summary>The side of the ledger its money stands on.</summary>
    string CashAccount { get; }

    /// <summary>Scheme and host of its payment page; null when that is the dashboard's own.</summary>
    string? CheckoutOrigin { get; }

    /// <summary>What it cannot do about this amount, as a sentence; null when it can.</summary>
    string? Objection(Contracts.Money amount);

    /// <summary>Prepares a payment. Safe to repeat for the same checkout.</summary>
    /// <param name="returnUrl">Where the payer comes back to when they have paid; <paramref name="cancelUrl"/> when they would rather not.</param>
    /// <exception cref="ProviderException">It refused or did not answer.</exception>
    Task<ProviderSession> StartAsync(Checkout checkout, Uri returnUrl, Uri cancelUrl, CancellationToken cancellationToken);

    /// <summary>Believes a webhook or not, and says what it means.</summary>
    WebhookReading Read(ReadOnlyMemory<byte> body, IHeaderDictionary headers);

    /// <summary>Gives money back to the payer. Safe to repeat for the same order.</summary>
    /// <returns>The event that books it, which a webhook may repeat.</returns>
    /// <exception cref="ProviderException">It refused or did not answer.</exception>
    Task<PaymentEvent> RefundAsync(Checkout checkout, RefundOrder order, CancellationToken cancellationToken);
}

/// <param name="Reference">The provider's name of the session.</param>
/// <param name="PaymentPage">Where to send the payer.</param>
internal sealed record ProviderSession(string Reference, string PaymentPage);

/// <summary>An event, a refusal that says why the webhook is not believed, or neither: genuine, and nothing to us.</summary>
internal sealed record WebhookReading(PaymentEvent? Event = null, string? Refusal = null);

/// <param name="retryable">Whether the same may succeed later; when not, the provider's answer is final.</param>
internal sealed class ProviderException(string message, bool retryable, Exception? cause = null) : Exception(message, cause)
{
    public bool Retryable => retryable;
}
