using Platform.Contracts;

namespace Platform.Usage.Payments.Providers;

/// <summary>A payment provider. It reports payments as <see cref="PaymentEvent"/>s; only those change the ledger.</summary>
internal interface IPaymentProvider
{
    /// <summary>
    /// One of <see cref="ProviderNames"/>, as used in the path of its webhooks, in the configuration and in the database.
    /// </summary>
    string Name { get; }

    /// <summary>The ledger account that its money is posted to.</summary>
    string CashAccount { get; }

    /// <summary>Scheme and host of its payment page; null when the dashboard serves that page.</summary>
    string? CheckoutOrigin { get; }

    /// <summary>A sentence that says why it cannot charge or refund this amount; null when it can.</summary>
    string? Objection(Money amount);

    /// <summary>Prepares a payment. Safe to repeat for the same checkout.</summary>
    /// <param name="returnUrl">Where the payer returns after paying; <paramref name="cancelUrl"/> after cancelling.</param>
    /// <exception cref="ProviderException">The provider refused or did not answer.</exception>
    Task<ProviderSession> StartAsync(PaymentOrder order, Uri returnUrl, Uri cancelUrl, CancellationToken cancellationToken);

    /// <summary>Verifies the signature of a webhook and converts its body.</summary>
    WebhookReading Read(ReadOnlyMemory<byte> body, IHeaderDictionary headers);

    /// <summary>Pays money back to the payer. Safe to repeat for the same refund id.</summary>
    /// <returns>The event to post; a webhook may deliver it again.</returns>
    /// <exception cref="ProviderException">The provider refused or did not answer.</exception>
    Task<PaymentEvent> RefundAsync(RefundOrder order, CancellationToken cancellationToken);
}
