using Platform.ServiceDefaults;

namespace Platform.Dashboard.Clients;

public static class ClientsSetup
{
    public static IHostApplicationBuilder AddServiceClients(this IHostApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddHttpContextAccessor();
        services.AddTransient<ClientAddressHandler>();
        services
            .AddHttpClient<AccountsClient>(http => http.BaseAddress = new Uri("https+http://accounts"))
            .AddServiceCredential()
            .AddHttpMessageHandler<ClientAddressHandler>();
        services
            .AddHttpClient<KeysClient>(http => http.BaseAddress = new Uri("https+http://accounts"))
            .AddServiceCredential()
            .AddHttpMessageHandler<ClientAddressHandler>();
        services.AddHttpClient<CheckoutsClient>(http => http.BaseAddress = new Uri("https+http://usage")).AddServiceCredential();
        services.AddHttpClient<WebhookClient>(http => http.BaseAddress = new Uri("https+http://usage")).AddServiceCredential();
        services.AddHttpClient<UsageClient>(http => http.BaseAddress = new Uri("https+http://usage")).AddServiceCredential();
        services.AddHttpClient<RefusedClient>(http => http.BaseAddress = new Uri("https+http://usage")).AddServiceCredential();
        services
            .AddHttpClient<GatewayClient>(http =>
            {
                http.BaseAddress = new Uri("https+http://gateway");
                // The gateway has limits of its own for silence and for the whole.
                http.Timeout = Timeout.InfiniteTimeSpan;
            })
            .AddServiceCredential();
        services.AddTransient<Rates>();
        return builder;
    }
}
