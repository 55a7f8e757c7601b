using Platform.ServiceDefaults.Settings;

namespace Platform.Usage.Refused;

internal static class RefusedSetup
{
    public static void AddRefused(this IHostApplicationBuilder builder)
    {
        builder.Services.AddSettings<RefusedLogOptions>();
        builder.Services.AddSingleton<RefusedLog>();
        builder.Services.AddSingleton<AccountLog>();
        builder.Services.AddHostedService<RefusedRetention>();
    }
}
