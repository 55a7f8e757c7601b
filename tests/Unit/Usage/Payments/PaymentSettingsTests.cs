using Microsoft.Extensions.Configuration;
using Platform.Usage.Payments.Providers;
using Xunit;

namespace Platform.Tests.Unit.Usage.Payments;

public sealed class PaymentSettingsTests
{
    [Fact]
    public void Nothing_configured_is_the_sandbox_with_a_derived_secret()
    {
        var settings = Read();
        Assert.Equal(("sandbox", "sandbox_496d08eeb4164920e6919fe61fa71ce869fb1126c66e26a165767888d396da90", null), (settings.Provider, settings.SandboxSecret, settings.Stripe));
    }

    [Fact]
    public void With_stripe_there_is_no_sandbox()
    {
        var settings = Read(("Payments:Provider", "stripe"), ("Payments:Stripe:SecretKey", "sk"), ("Payments:Stripe:WebhookSecret", "whsec"));
        Assert.Equal(("stripe", null, new Uri("https://api.stripe.com")), (settings.Provider, settings.SandboxSecret, settings.Stripe!.ApiBase));
        Assert.Equal("https://checkout.stripe.com", settings.Stripe.CheckoutOrigin);
    }

    [Fact]
    public void Settings_print_no_secret()
    {
        var settings = Read(("Payments:Stripe:SecretKey", "sk_live_1"), ("Payments:Stripe:WebhookSecret", "whsec_1"));
        Assert.Equal("sandbox https://api.stripe.com/", $"{settings} {settings.Stripe}");
    }

    [Theory]
    [InlineData("Payments:Provider", "paypal", "Payments:Provider is 'paypal'; it must be sandbox or stripe.")]
    [InlineData("Payments:Stripe:SecretKey", "", "Payments:Stripe:SecretKey is missing; payments through Stripe need it (environment variable Payments__Stripe__SecretKey).")]
    [InlineData("Payments:Stripe:WebhookSecret", "", "Payments:Stripe:WebhookSecret is missing; payments through Stripe need it (environment variable Payments__Stripe__WebhookSecret).")]
    [InlineData("Payments:Stripe:SecretKey", "sk_live_1\n", "Payments:Stripe:SecretKey has white space in it, perhaps a line break at its end; secrets of Stripe's have none.")]
    [InlineData("Payments:Stripe:ApiBase", "stripe", "Payments:Stripe:ApiBase is 'stripe'; it must be an absolute http or https address.")]
    [InlineData("Payments:Stripe:CheckoutOrigin", "ftp://pay", "Payments:Stripe:CheckoutOrigin is 'ftp://pay'; it must be an absolute http or https address.")]
    public void Setting_that_makes_no_sense_stops_the_start_by_name(string setting, string value, string message)
    {
        var e = Assert.Throws<InvalidOperationException>(() => Read(
            ("Payments:Provider", "stripe"), ("Payments:Stripe:SecretKey", "sk"), ("Payments:Stripe:WebhookSecret", "whsec"), (setting, value)));
        Assert.Equal(message, e.Message);
    }

    [Fact]
    public void Half_of_stripe_stops_the_start_of_the_sandbox_too() =>
        Assert.Throws<InvalidOperationException>(() => Read(("Payments:Stripe:SecretKey", "sk")));

    [Fact]
    public void Short_sandbox_secret_stops_the_start() => Assert.StartsWith(
        "Payments:Sandbox:WebhookSecret must have at least 32 characters",
        Assert.Throws<InvalidOperationException>(() => Read(("Payments:Sandbox:WebhookSecret", "secret"))).Message, StringComparison.Ordinal);

    private static PaymentSettings Read(params (string Key, string? Value)[] settings)
    {
        var all = new Dictionary<string, string?> { ["Service:Token"] = new('a', 32) };
        foreach (var (key, value) in settings)
            all[key] = value;
        return PaymentSettings.Read(new ConfigurationBuilder().AddInMemoryCollection(all).Build());
    }
}
