using Microsoft.AspNetCore.Mvc;
using Platform.Dashboard.Forms;
using Platform.ServiceDefaults.Settings;

namespace Platform.Dashboard.Web;

public static class PagesSetup
{
    /// <summary>Every page requires a sign-in, except those listed here.</summary>
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
            .AddMvcOptions(options => options.ModelBinderProviders.Insert(0, new TypedValueBinderProvider()))
            .AddViewOptions(options => options.HtmlHelperOptions.ClientValidationEnabled = false);
        builder.Services.AddAntiforgery(options =>
        {
            Secure(options.Cookie, "platform-antiforgery");
            // SecurityHeaders sends it.
            options.SuppressXFrameOptionsHeader = true;
        });
        builder.Services.Configure<CookieTempDataProviderOptions>(options => Secure(options.Cookie, "platform-notice"));
        return builder;
    }

    /// <summary>Lax and not strict: a link from another site must not replace the cookie that forms in other windows need.</summary>
    private static void Secure(CookieBuilder cookie, string name)
    {
        cookie.Name = name;
        cookie.HttpOnly = true;
        cookie.SameSite = SameSiteMode.Lax;
        cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
    }
}
