using System.ComponentModel.DataAnnotations;
using Platform.Contracts;
using Platform.ServiceDefaults.Settings;

namespace Platform.Usage.Payments.Providers;

[Section("Payments", Elsewhere = ["Sandbox:WebhookUrl"])]
internal sealed class PaymentOptions : IValidatableObject
{
    /// <summary>The provider of new checkouts.</summary>
    [AllowedValues(ProviderNames.Sandbox, ProviderNames.Stripe)]
    public string Provider { get; set; } = ProviderNames.Sandbox;

    public SandboxOptions Sandbox { get; } = new();

    public StripeOptions Stripe { get; } = new();

    /// <summary>
    /// The sandbox is available only as the chosen provider, so that free credit is never on sale together with real credit.
    /// </summary>
    public bool HasSandbox() => Provider == ProviderNames.Sandbox;

    /// <summary>Stripe may be configured without being chosen, so that its webhooks are still accepted.</summary>
    public bool HasStripe() => Provider == ProviderNames.Stripe || Stripe.SecretKey is not null || Stripe.WebhookSecret is not null;

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (!HasStripe())
            yield break;
        if (Stripe.SecretKey is null)
            yield return Missing("the secret key of your Stripe account", nameof(Stripe.SecretKey));
        if (Stripe.WebhookSecret is null)
            yield return Missing("the signing secret of your webhook endpoint at Stripe", nameof(Stripe.WebhookSecret));
    }

    private static ValidationResult Missing(string what, string setting) =>
        new($"is missing. Payments through Stripe need {what}.", [nameof(Stripe), setting]);
}

internal sealed class SandboxOptions
{
    /// <summary>
    /// Signs the sandbox's webhooks; the dashboard must have the same secret. When null, it is derived from the service token.
    /// </summary>
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

    /// <summary>The origin of Stripe's payment pages; a custom domain when the Stripe account has one.</summary>
    [HttpAddress]
    public string CheckoutOrigin { get; set; } = "https://checkout.stripe.com";
}
