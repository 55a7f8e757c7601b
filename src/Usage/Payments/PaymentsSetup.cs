using Platform.Usage.Payments.Checkouts;
using Platform.Usage.Payments.Providers;
using Platform.Usage.Payments.Providers.Sandbox;
using Platform.Usage.Payments.Providers.Stripe;
using Platform.Usage.Payments.Refunding;

namespace Platform.Usage.Payments;

internal static class PaymentsSetup
{
    /// <exception cref="InvalidOperationException">A setting is missing or makes no sense; the message names it.</exception>
    public static void AddPayments(this IHostApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddSingleton(Packs.Read(builder.Configuration));
        services.AddSingleton<PromptCredit>();
        services.AddSingleton<Purchases>();
        services.AddSingleton<Promotions>();
        services.AddSingleton<Cashier>();
        services.AddSingleton<CheckoutLedger>();
        services.AddSingleton<PaymentIntake>();
        services.AddSingleton<Refunds>();
        services.AddProviders(PaymentSettings.Read(builder.Configuration));
    }

    private static void AddProviders(this IServiceCollection services, PaymentSettings settings)
    {
        services.AddSingleton(settings);
        services.AddSingleton<PaymentProviders>();
        services.AddExceptionHandler<ProviderFailureHandler>();
        if (settings.SandboxSecret is { } secret)
            services.AddSingleton<IPaymentProvider>(provider => ActivatorUtilities.CreateInstance<SandboxProvider>(provider, secret));
        if (settings.Stripe is { } stripe)
        {
            services.AddSingleton(stripe);
            services.AddHttpClient(StripeProvider.ProviderName);
            services.AddSingleton<StripeApi>();
            services.AddSingleton<IPaymentProvider, StripeProvider>();
        }
    }
}
