using Platform.ServiceDefaults;
using Platform.ServiceDefaults.Settings;
using Platform.Tests.Unit.ServiceDefaults.Settings;
using Platform.Usage.Payments;
using Platform.Usage.Payments.Providers;
using Platform.Usage.Payments.Providers.Stripe;
using Xunit;

namespace Platform.Tests.Unit.Usage.Payments;

public sealed class PaymentOptionsTests
{
    private static readonly (string, string?)[] Stripe =
    [
        ("Payments:Provider", "stripe"),
        ("Payments:Stripe:SecretKey", "sk"),
        ("Payments:Stripe:WebhookSecret", "whsec"),
    ];

    [Fact]
    public void Nothing_configured_is_the_sandbox_alone()
    {
        using var services = Services();
        Assert.Empty(services.SettingFaults());
        var providers = services.GetRequiredService<PaymentProviders>();
        Assert.Equal(("sandbox", null), (providers.Chosen.Name, providers.Find("stripe")));
    }

    [Fact]
    public void With_stripe_there_is_no_sandbox()
    {
        using var services = Services(Stripe);
        Assert.Empty(services.SettingFaults());
        var providers = services.GetRequiredService<PaymentProviders>();
        Assert.Equal(
            ("stripe", "https://checkout.stripe.com", null),
            (providers.Chosen.Name, providers.Chosen.CheckoutOrigin, providers.Find("sandbox"))
        );
    }

    [Fact]
    public void Stripe_that_is_configured_and_not_chosen_still_takes_webhooks()
    {
        using var services = Services([.. Stripe, ("Payments:Provider", "sandbox")]);
        var providers = services.GetRequiredService<PaymentProviders>();
        Assert.Equal(("sandbox", "stripe"), (providers.Chosen.Name, providers.Find("stripe")?.Name));
    }

    [Fact]
    public void Stripes_settings_print_no_secret()
    {
        using var services = Services(Stripe);
        Assert.Equal("https://api.stripe.com/", services.GetRequiredService<StripeSettings>().ToString());
    }

    [Theory]
    [InlineData("Payments:Provider", "paypal", "is 'paypal'. It must be sandbox or stripe.")]
    [InlineData("Payments:Stripe:SecretKey", "", "is missing. Payments through Stripe need the secret key of your Stripe account.")]
    [InlineData(
        "Payments:Stripe:SecretKey",
        "sk_live_1\n",
        "cannot be used. It must be the secret key of your Stripe account, without spaces or line breaks."
    )]
    [InlineData(
        "Payments:Stripe:WebhookSecret",
        "",
        "is missing. Payments through Stripe need the signing secret of your webhook endpoint at Stripe."
    )]
    [InlineData(
        "Payments:Stripe:ApiBase",
        "stripe",
        "is 'stripe'. It must be an absolute http or https address, for example https://api.stripe.com."
    )]
    [InlineData(
        "Payments:Stripe:CheckoutOrigin",
        "ftp://pay",
        "is 'ftp://pay'. It must be an absolute http or https address, for example https://checkout.stripe.com."
    )]
    [InlineData("Payments:Stripe:ApiKey", "sk", "is not a setting. Payments:Stripe has ApiBase, SecretKey, WebhookSecret, CheckoutOrigin.")]
    [InlineData(
        "Payments:Sandbox:WebhookSecret",
        "secret",
        "cannot be used. It must be a secret of at least 32 characters, without spaces or line breaks."
    )]
    public void A_setting_that_makes_no_sense_is_reported(string setting, string value, string message)
    {
        using var services = Services([.. Stripe, (setting, value)]);
        Assert.Equal(
            [$"{setting} (environment variable {setting.Replace(":", "__", StringComparison.Ordinal)}) {message}"],
            services.SettingFaults()
        );
    }

    [Fact]
    public void Half_of_stripe_is_reported_beside_the_sandbox_too()
    {
        using var services = Services(("Payments:Stripe:SecretKey", "sk"));
        Assert.Single(services.SettingFaults());
    }

    [Fact]
    public void What_only_the_dashboard_reads_is_let_be()
    {
        using var services = Services(("Payments:Sandbox:WebhookUrl", "http://localhost/webhooks/sandbox"));
        Assert.Empty(services.SettingFaults());
    }

    private static ServiceProvider Services(params (string Key, string? Value)[] settings) =>
        Faults.Services(
            "Production",
            builder =>
            {
                builder.AddServiceCredential();
                builder.AddPayments();
            },
            [
                ("Service:Token", new string('a', 32)),
                ("Packs:0:Id", "starter"),
                ("Packs:0:Name", "Starter"),
                ("Packs:0:PriceUsd", "5"),
                ("Packs:0:CreditUsd", "5"),
                .. settings,
            ]
        );
}
