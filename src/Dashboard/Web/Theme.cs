using Platform.Dashboard.Addresses;

namespace Platform.Dashboard.Web;

/// <summary>The colours that a person chose for this browser, in a cookie; without one, those of the system.</summary>
public static class Theme
{
    public const string System = "system",
        Light = "light",
        Dark = "dark";

    private const string Name = "platform-theme";
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(400);

    /// <summary>The choice, <see cref="System"/> when there is none.</summary>
    public static string Of(HttpRequest request)
    {
        // With https, the name has the prefix that OurCookies gives it.
        var value = request.Cookies["__Host-" + Name] ?? request.Cookies[Name];
        return value is Light or Dark ? value : System;
    }

    internal static void Choose(HttpContext context, string? choice, PlatformOptions platform)
    {
        var cookie = new CookieBuilder { MaxAge = Lifetime };
        OurCookies.Secure(cookie, Name, platform);
        if (choice is Light or Dark)
            context.Response.Cookies.Append(cookie.Name!, choice, cookie.Build(context));
        else
            context.Response.Cookies.Delete(cookie.Name!, cookie.Build(context));
    }
}
