using Microsoft.Extensions.Options;
using Platform.ServiceDefaults.Proxies;
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
        builder.AddNamedProxies();
        return builder;
    }

    /// <summary>
    /// Gives each request the network address of its sender, and the scheme and host of the public address, whatever its headers say. It
    /// must come before everything that reads either.
    /// </summary>
    public static void UseAddresses(this WebApplication app)
    {
        var platform = app.Services.GetRequiredService<IOptions<PlatformOptions>>();
        app.UseNamedProxies();
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
}
