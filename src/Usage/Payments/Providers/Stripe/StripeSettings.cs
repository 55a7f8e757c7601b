namespace Platform.Usage.Payments.Providers.Stripe;

/// <summary>The settings of Stripe after validation, when none of them is missing.</summary>
/// <param name="CheckoutOrigin">Scheme and host of the payment pages.</param>
internal sealed record StripeSettings(Uri ApiBase, string SecretKey, string WebhookSecret, string CheckoutOrigin)
{
    public static StripeSettings From(StripeOptions options) =>
        new(
            new Uri(options.ApiBase),
            options.SecretKey!,
            options.WebhookSecret!,
            new Uri(options.CheckoutOrigin).GetLeftPart(UriPartial.Authority)
        );

    /// <summary>Never the secrets: a record's own text would print them.</summary>
    public override string ToString() => ApiBase.ToString();
}
