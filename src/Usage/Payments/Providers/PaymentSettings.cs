using Platform.Contracts;
using Platform.Usage.Payments.Providers.Sandbox;
using Platform.Usage.Payments.Providers.Stripe;

namespace Platform.Usage.Payments.Providers;

/// <summary>The configuration section <c>Payments</c>. Secrets do not print.</summary>
/// <param name="Provider">Of new checkouts.</param>
/// <param name="SandboxSecret">Null where the sandbox does not exist: its credit must not be for sale beside real credit.</param>
/// <param name="Stripe">Null when it is not configured. It may be while it is not chosen, so that its webhooks are still heard.</param>
internal sealed record PaymentSettings(string Provider, string? SandboxSecret, StripeSettings? Stripe)
{
    private const int ShortestSecret = 32;

    /// <exception cref="InvalidOperationException">A setting is missing or makes no sense; the message names it.</exception>
    public static PaymentSettings Read(IConfiguration configuration)
    {
        var provider = configuration["Payments:Provider"] is { Length: > 0 } named ? named : SandboxProvider.ProviderName;
        return provider switch
        {
            SandboxProvider.ProviderName => new(provider, Sandbox(configuration), StripeSettings.Read(configuration, required: false)),
            StripeProvider.ProviderName => new(provider, null, StripeSettings.Read(configuration, required: true)),
            _ => throw new InvalidOperationException($"Payments:Provider is '{provider}'; it must be sandbox or stripe."),
        };
    }

    public override string ToString() => Provider;

    private static string Sandbox(IConfiguration configuration)
    {
        if (configuration["Payments:Sandbox:WebhookSecret"] is { Length: > 0 } secret)
            return secret.Length >= ShortestSecret ? secret : throw new InvalidOperationException(
                $"Payments:Sandbox:WebhookSecret must have at least {ShortestSecret} characters; or remove it, and one is derived from Service:Token.");
        return SandboxWebhook.SecretFrom(configuration["Service:Token"] ?? throw new InvalidOperationException(
            "Service:Token is missing; it is the secret our services know each other by (environment variable Service__Token)."));
    }
}
