using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Platform.ServiceDefaults.Settings;

namespace Platform.ServiceDefaults.Refused;

public static class RefusedSetup
{
    /// <summary>For a service that refuses callers' requests: <see cref="RefusedQueue"/>, and what empties it into Usage.</summary>
    public static void AddRefusedRequests(this IHostApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddSettings<RefusedOptions>();
        services.AddHttpClient(RefusedSender.Accounts, http => Set(http, "https+http://accounts")).AddServiceCredential();
        services.AddHttpClient(RefusedSender.Usage, http => Set(http, "https+http://usage")).AddServiceCredential();
        services.AddSingleton<RefusedQueue>();
        services.AddHostedService<RefusedSender>();
    }

    private static void Set(HttpClient http, string service) =>
        (http.BaseAddress, http.Timeout) = (new Uri(service), TimeSpan.FromSeconds(3));
}
