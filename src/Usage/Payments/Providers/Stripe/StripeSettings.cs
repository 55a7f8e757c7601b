namespace Platform.Usage.Payments.Providers.Stripe;

/// <summary>The validated settings of Stripe, all of them present.</summary>
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

    /// <summary>Overridden because a record's default text contains the secrets.</summary>
    public override string ToString() => ApiBase.ToString();
}
