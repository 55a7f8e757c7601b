using Platform.ServiceDefaults;
using Platform.ServiceDefaults.Settings;

namespace Platform.Gateway.Kept;

internal static class KeptServices
{
    public static void AddKept(this WebApplicationBuilder builder)
    {
        builder.Services.AddSettings<KeptConnectionOptions>();
        // Not a part of readiness: without it requests are answered, and what they said is not kept.
        builder.AddKeyedRedisClient(KeptStore.Connection, settings => settings.DisableHealthChecks = true, TillConnection.Configure);
        builder.Services.AddSingleton<KeptStore>();
        builder.Services.AddHostedService<KeptCheck>();
    }
}
