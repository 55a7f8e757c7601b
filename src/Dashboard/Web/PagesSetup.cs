using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;
using Platform.Dashboard.Addresses;
using Platform.Dashboard.Forms;

namespace Platform.Dashboard.Web;

public static class PagesSetup
{
    /// <summary>Every page requires a sign-in, except those listed here.</summary>
    public static IHostApplicationBuilder AddPages(this IHostApplicationBuilder builder)
    {
        builder
            .Services.AddRazorPages(options =>
                options
                    .Conventions.AuthorizeFolder("/")
                    .AllowAnonymousToPage("/Index")
                    .AllowAnonymousToFolder("/Docs")
                    .AllowAnonymousToFolder("/Errors")
                    .AllowAnonymousToFolder("/Guides")
                    .AllowAnonymousToPage("/ForgotPassword")
                    .AllowAnonymousToPage("/ResetPassword")
                    .AllowAnonymousToFolder("/Development")
                    .AllowAnonymousToFolder("/Models")
                    .AllowAnonymousToPage("/Measured")
                    .AllowAnonymousToPage("/Operator")
                    .AllowAnonymousToPage("/Pricing")
                    .AllowAnonymousToPage("/Register")
                    .AllowAnonymousToPage("/RegisterFinish")
                    .AllowAnonymousToPage("/SignIn")
                    .AllowAnonymousToPage("/Status")
                    .AllowAnonymousToPage("/Theme")
                    .AddPageRoute("/Docs/Doc", "/guides/{name}")
                    .AddPageRoute("/Operator", "/privacy")
                    .AddPageRoute("/Operator", "/support")
            )
            .AddRazorPagesOptions(options =>
                options.Conventions.AddFolderRouteModelConvention(
                    "/Development",
                    page =>
                    {
                        // Outside Development these pages have no address.
                        if (!builder.Environment.IsDevelopment())
                            page.Selectors.Clear();
                    }
                )
            )
            .AddMvcOptions(options => options.ModelBinderProviders.Insert(0, new TypedValueBinderProvider()))
            .AddViewOptions(options => options.HtmlHelperOptions.ClientValidationEnabled = false);
        builder
            .Services.AddAntiforgery()
            .AddOptions<AntiforgeryOptions>()
            .Configure<IOptions<PlatformOptions>>(
                (options, platform) =>
                {
                    OurCookies.Secure(options.Cookie, "platform-antiforgery", platform.Value);
                    // SecurityHeaders sends it.
                    options.SuppressXFrameOptionsHeader = true;
                }
            );
        builder
            .Services.AddOptions<CookieTempDataProviderOptions>()
            .Configure<IOptions<PlatformOptions>>(
                (options, platform) => OurCookies.Secure(options.Cookie, "platform-notice", platform.Value)
            );
        return builder;
    }
}
