using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Http.Extensions;
using Platform.Dashboard.Clients;

namespace Platform.Dashboard.Sessions;

/// <summary>
/// The cookie that carries a session's token. Accounts is asked at every request whether the session still stands, without a
/// cache, so that signing out everywhere or changing the password ends the others at once; one small call a page is cheap.
/// </summary>
internal sealed class SessionCookie(AccountsClient accounts) : CookieAuthenticationEvents
{
    public const string Scheme = CookieAuthenticationDefaults.AuthenticationScheme;

    /// <summary>After the last use, as Accounts counts it.</summary>
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(30);
    private static readonly object Ended = new();

    public static void Configure(CookieAuthenticationOptions options)
    {
        options.Cookie.Name = "platform-session";
        options.Cookie.HttpOnly = true;
        options.Cookie.SameSite = SameSiteMode.Lax;
        options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        options.ExpireTimeSpan = Lifetime;
        options.SlidingExpiration = true;
        options.LoginPath = "/sign-in";
        options.EventsType = typeof(SessionCookie);
    }

    public static Task SignInAsync(HttpContext context, Person person) =>
        context.SignInAsync(Scheme, person.ToPrincipal(Scheme), new AuthenticationProperties { IsPersistent = true });

    public static Task ForgetAsync(HttpContext context) => context.SignOutAsync(Scheme);

    public override async Task ValidatePrincipal(CookieValidatePrincipalContext context)
    {
        var person = Person.From(context.Principal!);
        if (await accounts.SessionAsync(person.Session, context.HttpContext.RequestAborted) is not null)
            return;
        context.RejectPrincipal();
        context.HttpContext.Items[Ended] = true;
        await ForgetAsync(context.HttpContext);
    }

    public override Task RedirectToLogin(RedirectContext<CookieAuthenticationOptions> context)
    {
        RedirectToSignIn(context.HttpContext, context.HttpContext.Items.ContainsKey(Ended));
        return Task.CompletedTask;
    }

    /// <summary>To the sign-in page, and from there back to the page that was asked for.</summary>
    public static void RedirectToSignIn(HttpContext context, bool ended)
    {
        var request = context.Request;
        var page = request.PathBase + request.Path;
        var query = new QueryBuilder { { "returnUrl", HttpMethods.IsGet(request.Method) ? page + request.QueryString : page.Value! } };
        if (ended)
            query.Add("reason", "ended");
        context.Response.Redirect(request.PathBase + "/sign-in" + query);
    }
}
