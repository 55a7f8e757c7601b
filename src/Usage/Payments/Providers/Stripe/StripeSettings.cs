namespace Platform.Usage.Payments.Providers.Stripe;

/// <summary>The configuration section <c>Payments:Stripe</c>.</summary>
/// <param name="CheckoutOrigin">Of the pages payers are sent to; another than Stripe's own when the account has a domain of its own for them.</param>
internal sealed record StripeSettings(Uri ApiBase, string SecretKey, string WebhookSecret, string CheckoutOrigin)
{
    private const string Section = "Payments:Stripe:";

    /// <summary>Null when none of it is set and it is not <paramref name="required"/>.</summary>
    /// <exception cref="InvalidOperationException">A setting is missing or makes no sense; the message names it.</exception>
    public static StripeSettings? Read(IConfiguration configuration, bool required)
    {
        string[] needed = ["SecretKey", "WebhookSecret"];
        if (!required && needed.All(name => string.IsNullOrEmpty(configuration[Section + name])))
            return null;
        foreach (var name in needed)
        {
            if (configuration[Section + name] is not { Length: > 0 } secret)
                throw new InvalidOperationException($"{Section}{name} is missing; payments through Stripe need it (environment variable Payments__Stripe__{name}).");
            if (secret.Any(char.IsWhiteSpace))
                throw new InvalidOperationException($"{Section}{name} has white space in it, perhaps a line break at its end; secrets of Stripe's have none.");
        }

        return new StripeSettings(
            Address(configuration, "ApiBase", "https://api.stripe.com"), configuration[Section + "SecretKey"]!, configuration[Section + "WebhookSecret"]!,
            Address(configuration, "CheckoutOrigin", "https://checkout.stripe.com").GetLeftPart(UriPartial.Authority));
    }

    /// <summary>Never the secrets: a record's own text would print them.</summary>
    public override string ToString() => ApiBase.ToString();

    private static Uri Address(IConfiguration configuration, string name, string standard)
    {
        var text = configuration[Section + name] is { Length: > 0 } set ? set : standard;
        return Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is ("https" or "http")
            ? address
            : throw new InvalidOperationException($"{Section}{name} is '{text}'; it must be an absolute http or https address.");
    }
}
