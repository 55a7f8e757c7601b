using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.Options;
using Platform.ServiceDefaults.Settings;

namespace Platform.Dashboard.Addresses;

public static class AddressesSetup
{
    public static IHostApplicationBuilder AddAddresses(this IHostApplicationBuilder builder)
    {
        builder
            .Services.AddSettings<PlatformOptions>()
            .Validate<IHostEnvironment>(
                (platform, environment) => environment.IsDevelopment() || platform.IsSafe(),
                "Platform:PublicUrl (environment variable Platform__PublicUrl) must begin with https:// outside Development, except on localhost."
            );
        builder
            .Services.AddSettings<ProxyOptions>()
            .Validate<IConfiguration>(
                (_, configuration) => !configuration.GetValue<bool>("FORWARDEDHEADERS_ENABLED"),
                "ASPNETCORE_FORWARDEDHEADERS_ENABLED believes whoever sends the headers. Remove it, and name the proxies in Proxies:Networks "
                    + "(environment variable Proxies__Networks)."
            );
        builder.Services.AddOptions<ForwardedHeadersOptions>().Configure<IOptions<ProxyOptions>>(Believe);
        return builder;
    }

    /// <summary>
    /// Gives each request the network address of its sender, and the scheme and host of the public address. Only a named proxy is believed
    /// who its client is; no header is believed what this host is called. It must come before everything that reads either.
    /// </summary>
    public static void UseAddresses(this WebApplication app)
    {
        var platform = app.Services.GetRequiredService<IOptions<PlatformOptions>>();
        app.UseForwardedHeaders();
        app.Use(
            (context, next) =>
            {
                var address = new Uri(platform.Value.PublicUrl);
                // Without the standard port, which would become a part of the name.
                (context.Request.Scheme, context.Request.Host) = (address.Scheme, new HostString(address.Authority));
                return next(context);
            }
        );
    }

    /// <summary>
    /// Goes back through a chain of named proxies, to the first address that is none of them. Without a named proxy no header is read: the
    /// framework believes everybody where it knows nobody.
    /// </summary>
    private static void Believe(ForwardedHeadersOptions headers, IOptions<ProxyOptions> proxies)
    {
        headers.KnownIPNetworks.Clear();
        headers.KnownProxies.Clear();
        foreach (var network in ProxyOptions.Parse(proxies.Value.Networks) ?? [])
            headers.KnownIPNetworks.Add(network);
        headers.ForwardedHeaders = headers.KnownIPNetworks.Count > 0 ? ForwardedHeaders.XForwardedFor : ForwardedHeaders.None;
        headers.ForwardLimit = null;
    }
}
