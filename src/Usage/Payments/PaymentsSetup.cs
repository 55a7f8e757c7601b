using Microsoft.Extensions.Options;
using Platform.Contracts;
using Platform.ServiceDefaults;
using Platform.ServiceDefaults.Settings;
using Platform.Usage.Payments.Checkouts;
using Platform.Usage.Payments.Promotions;
using Platform.Usage.Payments.Providers;
using Platform.Usage.Payments.Providers.Sandbox;
using Platform.Usage.Payments.Providers.Stripe;
using Platform.Usage.Payments.Purchases;
using Platform.Usage.Payments.Refunds;
using Platform.Usage.Payments.Webhooks;

namespace Platform.Usage.Payments;

internal static class PaymentsSetup
{
    public static void AddPayments(this IHostApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddSettings<PacksOptions>();
        services.AddSingleton<Packs>();
        services.AddSettings<CustomAmountOptions>();
        services.AddSingleton<CustomAmounts>();
        services.AddSingleton<CreditDispatch>();
        services.AddSingleton<PurchaseService>();
        services.AddSingleton<PromotionService>();
        services.AddSingleton<CheckoutService>();
        services.AddSingleton<CheckoutLedger>();
        services.AddSingleton<PaymentIntake>();
        services.AddSingleton<RefundService>();
        services.AddProviders();
    }

    public static void MapPayments(this IEndpointRouteBuilder app)
    {
        app.MapPurchases();
        app.MapPromotions();
        app.MapCheckouts();
        app.MapRefunds();
        app.MapWebhooks();
    }

    private static void AddProviders(this IServiceCollection services)
    {
        services.AddSettings<PaymentOptions>();
        services.AddSingleton(Providers);
        services.AddExceptionHandler<ProviderFailureHandler>();
        services.AddSingleton(Sandbox);
        services.AddSingleton(provider => StripeSettings.From(Options(provider).Stripe));
        services.AddHttpClient(StripeApi.HttpClientName);
        services.AddSingleton<StripeApi>();
        services.AddSingleton<StripeProvider>();
    }

    private static PaymentOptions Options(IServiceProvider services) => services.GetRequiredService<IOptions<PaymentOptions>>().Value;

    private static PaymentProviders Providers(IServiceProvider services)
    {
        var options = Options(services);
        List<IPaymentProvider> all = [];
        if (options.HasSandbox())
            all.Add(services.GetRequiredService<SandboxProvider>());
        if (options.HasStripe())
            all.Add(services.GetRequiredService<StripeProvider>());
        return new PaymentProviders(options.Provider, all);
    }

    private static SandboxProvider Sandbox(IServiceProvider services) =>
        new(
            Options(services).Sandbox.WebhookSecret
                ?? SandboxWebhook.SecretFrom(services.GetRequiredService<IOptions<ServiceOptions>>().Value.Token),
            services.GetRequiredService<TimeProvider>()
        );
}
