using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.Extensions.Options;
using Platform.Dashboard.Addresses;

namespace Platform.Dashboard.Sessions;

public static class SessionsSetup
{
    public static IHostApplicationBuilder AddSessions(this IHostApplicationBuilder builder)
    {
        builder.AddKeyRing();
        builder.Services.AddScoped<SessionCookie>();
        builder.Services.AddSingleton<ShownOnce>();
        builder.Services.AddSingleton<KeptForm>();
        builder.Services.AddAuthentication(SessionCookie.Scheme).AddCookie();
        builder
            .Services.AddOptions<CookieAuthenticationOptions>(SessionCookie.Scheme)
            .Configure<IOptions<PlatformOptions>>((options, platform) => SessionCookie.Configure(options, platform.Value));
        builder.Services.AddAuthorization();
        return builder;
    }
}
