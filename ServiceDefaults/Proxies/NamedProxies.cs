using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Platform.ServiceDefaults.Settings;

namespace Platform.ServiceDefaults.Proxies;

/// <summary>
/// Gives a request that came through proxies the network address of its sender. Only the named ones are believed who their client is, and
/// none is believed what this host is called: those addresses are settings.
/// </summary>
public static class NamedProxies
{
    public static void AddNamedProxies(this IHostApplicationBuilder builder) =>
        builder
            .Services.AddSettings<ProxyOptions>()
            .Validate<IConfiguration>(
                (_, configuration) => !configuration.GetValue<bool>("FORWARDEDHEADERS_ENABLED"),
                "ASPNETCORE_FORWARDEDHEADERS_ENABLED believes whoever sends the headers. Remove it, and name the proxies in Proxies:Networks "
                    + "(environment variable Proxies__Networks)."
            );

    /// <summary>It must come before everything that reads the address. Without a named proxy it adds nothing.</summary>
    public static void UseNamedProxies(this IApplicationBuilder app)
    {
        var options = app.ApplicationServices.GetRequiredService<IOptions<ProxyOptions>>();
        var loggers = app.ApplicationServices.GetRequiredService<ILoggerFactory>();
        // Called when the server starts, after the settings were checked.
        app.Use(next =>
            ProxyOptions.Parse(options.Value.Networks) is { Count: > 0 } proxies
                ? new ForwardedHeadersMiddleware(next, loggers, Options.Create(Believing(proxies))).Invoke
                : next
        );
    }

    /// <summary>Goes back through a chain of named proxies, to the first address that is none of them.</summary>
    private static ForwardedHeadersOptions Believing(IReadOnlyList<System.Net.IPNetwork> proxies)
    {
        var headers = new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.XForwardedFor, ForwardLimit = null };
        headers.KnownIPNetworks.Clear();
        headers.KnownProxies.Clear();
        foreach (var proxy in proxies)
            headers.KnownIPNetworks.Add(proxy);
        return headers;
    }
}
