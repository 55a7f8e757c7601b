namespace Platform.Usage.Payments.Providers;

/// <summary>
/// What a webhook holds: an event, or a refusal that says why it is not accepted, or neither when it is genuine and about nothing that
/// we post.
/// </summary>
internal sealed record WebhookReading(PaymentEvent? Event = null, string? Refusal = null);
