using Platform.ServiceDefaults.Settings;

namespace Platform.Dashboard.Payments;

public static class PaymentsSetup
{
    /// <summary>Adds the sandbox's side of a payment: its page and its webhooks.</summary>
    public static IHostApplicationBuilder AddSandbox(this IHostApplicationBuilder builder)
    {
        builder.Services.AddSettings<SandboxOptions>();
        builder.Services.AddHttpClient(SandboxWebhookSender.ClientName);
        builder.Services.AddSingleton<WebhookAddress>();
        builder.Services.AddSingleton<SandboxWebhookSender>();
        return builder;
    }
}
