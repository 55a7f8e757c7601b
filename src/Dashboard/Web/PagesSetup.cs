using Microsoft.AspNetCore.Mvc;
using Platform.ServiceDefaults.Settings;

namespace Platform.Dashboard.Web;

public static class PagesSetup
{
    /// <summary>Every page asks who is there, but for the few that are named here.</summary>
    public static IHostApplicationBuilder AddPages(this IHostApplicationBuilder builder)
    {
        builder.Services.AddSettings<PlatformOptions>();
        builder
            .Services.AddRazorPages(options =>
                options
                    .Conventions.AuthorizeFolder("/")
                    .AllowAnonymousToPage("/Index")
                    .AllowAnonymousToFolder("/Errors")
                    .AllowAnonymousToFolder("/Guides")
                    .AllowAnonymousToPage("/Register")
                    .AllowAnonymousToPage("/SignIn")
            )
            .AddViewOptions(options => options.HtmlHelperOptions.ClientValidationEnabled = false);
        builder.Services.AddAntiforgery(options =>
        {
            Guard(options.Cookie, "platform-antiforgery");
            // Our own headers say it, and more.
            options.SuppressXFrameOptionsHeader = true;
        });
        builder.Services.Configure<CookieTempDataProviderOptions>(options => Guard(options.Cookie, "platform-notice"));
        return builder;
    }

    /// <summary>Lax, not strict: a link from elsewhere must not replace the cookie that forms in other windows rely on.</summary>
    private static void Guard(CookieBuilder cookie, string name)
    {
        cookie.Name = name;
        cookie.HttpOnly = true;
        cookie.SameSite = SameSiteMode.Lax;
        cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
    }
}
