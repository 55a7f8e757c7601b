using Platform.ServiceDefaults.Settings;

namespace Platform.Gateway.Health;

internal static class HealthServices
{
    public static void AddUpstreamHealth(this IServiceCollection services)
    {
        services.AddSettings<HealthOptions>();
        services.AddSingleton<HealthBoard>();
        services.AddSingleton<Fingerprints>();
        services.AddSingleton<HealthLog>();
        services.AddSingleton<UpstreamProbe>();
        services.AddSingleton<UpstreamHealth>();
        services.AddSingleton<IUpstreamHealth>(provider => provider.GetRequiredService<UpstreamHealth>());
        services.AddSingleton<HealthReport>();
        services.AddSingleton<HealthExchange>();
        services.AddHostedService(provider => provider.GetRequiredService<HealthExchange>());
        services.AddHostedService<HealthWatch>();
        services.AddHostedService<BalanceWatch>();
    }
}
