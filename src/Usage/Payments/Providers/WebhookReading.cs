namespace Platform.Usage.Payments.Providers;

/// <summary>
/// The content of a webhook: an event; or a refusal, a sentence that says why the webhook is not accepted; or neither, when it is genuine
/// but is of a kind that is not posted.
/// </summary>
internal sealed record WebhookReading(PaymentEvent? Event = null, string? Refusal = null);
