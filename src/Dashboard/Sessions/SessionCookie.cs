using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Http.Extensions;
using Platform.Dashboard.Addresses;
using Platform.Dashboard.Clients;

namespace Platform.Dashboard.Sessions;

/// <summary>
/// The cookie with a session's token. Every request checks at Accounts, without a cache, that the session is valid, so that signing out
/// everywhere or changing the password ends the other sessions at once; one small call a page is cheap.
/// </summary>
internal sealed class SessionCookie(AccountsClient accounts) : CookieAuthenticationEvents
{
    public const string Scheme = CookieAuthenticationDefaults.AuthenticationScheme;

    /// <summary>The time after the last use, the same as at Accounts.</summary>
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(30);
    private static readonly object Ended = new();

    public static void Configure(CookieAuthenticationOptions options, PlatformOptions platform)
    {
        OurCookies.Secure(options.Cookie, "platform-session", platform);
        options.ExpireTimeSpan = Lifetime;
        options.SlidingExpiration = true;
        options.LoginPath = "/sign-in";
        options.EventsType = typeof(SessionCookie);
    }

    public static Task SignInAsync(HttpContext context, Person person) =>
        context.SignInAsync(Scheme, person.ToPrincipal(Scheme), new AuthenticationProperties { IsPersistent = true });

    public static Task SignOutAsync(HttpContext context) => context.SignOutAsync(Scheme);

    public override async Task ValidatePrincipal(CookieValidatePrincipalContext context)
    {
        var person = Person.From(context.Principal!);
        if (await accounts.SessionAsync(person.Session, context.HttpContext.RequestAborted) is not null)
            return;
        context.RejectPrincipal();
        context.HttpContext.Items[Ended] = true;
        await SignOutAsync(context.HttpContext);
    }

    public override Task RedirectToLogin(RedirectContext<CookieAuthenticationOptions> context) =>
        RedirectToSignInAsync(context.HttpContext, context.HttpContext.Items.ContainsKey(Ended));

    /// <summary>Redirects to the sign-in page, which leads back to the requested page, with the form that was sent.</summary>
    public static async Task RedirectToSignInAsync(HttpContext context, bool ended)
    {
        await context.RequestServices.GetRequiredService<KeptForm>().KeepAsync(context);
        var request = context.Request;
        var page = request.PathBase + request.Path;
        var query = new QueryBuilder { { "returnUrl", HttpMethods.IsGet(request.Method) ? page + request.QueryString : page.Value! } };
        if (ended)
            query.Add("reason", "ended");
        context.Response.Redirect(request.PathBase + "/sign-in" + query);
    }
}
