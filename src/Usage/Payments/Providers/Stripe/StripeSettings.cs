namespace Platform.Usage.Payments.Providers.Stripe;

/// <summary>What Stripe needs, once the configuration has it.</summary>
/// <param name="CheckoutOrigin">Of the pages payers are sent to; another than Stripe's own when the account has a domain of its own for them.</param>
internal sealed record StripeSettings(Uri ApiBase, string SecretKey, string WebhookSecret, string CheckoutOrigin)
{
    public static StripeSettings From(StripeOptions options) => new(
        new Uri(options.ApiBase), options.SecretKey!, options.WebhookSecret!, new Uri(options.CheckoutOrigin).GetLeftPart(UriPartial.Authority));

    /// <summary>Never the secrets: a record's own text would print them.</summary>
    public override string ToString() => ApiBase.ToString();
}
