namespace Platform.Usage.Payments.Providers;

/// <param name="Reference">The provider's id of the session.</param>
/// <param name="PaymentPage">Where to send the payer.</param>
internal sealed record ProviderSession(string Reference, string PaymentPage);
