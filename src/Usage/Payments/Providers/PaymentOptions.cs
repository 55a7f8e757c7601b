using System.ComponentModel.DataAnnotations;
using Platform.ServiceDefaults.Settings;
using Platform.Usage.Payments.Providers.Sandbox;
using Platform.Usage.Payments.Providers.Stripe;

namespace Platform.Usage.Payments.Providers;

[Section("Payments", Elsewhere = ["Sandbox:WebhookUrl"])]
internal sealed class PaymentOptions : IValidatableObject
{
    /// <summary>Of new checkouts.</summary>
    [AllowedValues(SandboxProvider.ProviderName, StripeProvider.ProviderName)]
    public string Provider { get; set; } = SandboxProvider.ProviderName;

    public SandboxOptions Sandbox { get; } = new();

    public StripeOptions Stripe { get; } = new();

    /// <summary>The sandbox's credit must not be for sale beside real credit.</summary>
    public bool HasSandbox() => Provider == SandboxProvider.ProviderName;

    /// <summary>Stripe may be configured while it is not chosen, so that its webhooks are still heard.</summary>
    public bool HasStripe() => Provider == StripeProvider.ProviderName || Stripe.SecretKey is not null || Stripe.WebhookSecret is not null;

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (!HasStripe())
            yield break;
        if (Stripe.SecretKey is null)
            yield return new ValidationResult("is missing. Payments through Stripe need the secret key of your Stripe account.", [nameof(Stripe), nameof(Stripe.SecretKey)]);
        if (Stripe.WebhookSecret is null)
            yield return new ValidationResult("is missing. Payments through Stripe need the signing secret of your webhook endpoint at Stripe.", [nameof(Stripe), nameof(Stripe.WebhookSecret)]);
    }
}

internal sealed class SandboxOptions
{
    /// <summary>Of the sandbox's webhooks; the dashboard must have the same. Without it, one is derived from the credential of our services.</summary>
    [Credential("a secret of at least 32 characters", MinimumLength = 32)]
    public string? WebhookSecret { get; set; }
}

internal sealed class StripeOptions
{
    [HttpAddress]
    public string ApiBase { get; set; } = "https://api.stripe.com";

    [Credential("the secret key of your Stripe account")]
    public string? SecretKey { get; set; }

    [Credential("the signing secret of your webhook endpoint at Stripe")]
    public string? WebhookSecret { get; set; }

    /// <summary>Of the pages payers are sent to; another than Stripe's own when the account has a domain of its own for them.</summary>
    [HttpAddress]
    public string CheckoutOrigin { get; set; } = "https://checkout.stripe.com";
}
