using Platform.ServiceDefaults.Settings;

namespace Platform.Dashboard.Payments;

public static class PaymentsSetup
{
    /// <summary>The sandbox's own side: its page and its webhooks.</summary>
    public static IHostApplicationBuilder AddSandbox(this IHostApplicationBuilder builder)
    {
        builder.Services.AddSettings<SandboxOptions>();
        builder.Services.AddHttpClient(SandboxCourier.ClientName);
        builder.Services.AddSingleton<OwnAddress>();
        builder.Services.AddSingleton<SandboxCourier>();
        return builder;
    }
}
