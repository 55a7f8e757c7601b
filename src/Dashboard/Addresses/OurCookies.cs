namespace Platform.Dashboard.Addresses;

/// <summary>What all our cookies have in common.</summary>
internal static class OurCookies
{
    /// <summary>
    /// With https, the name's prefix lets a browser take the cookie from this host over https only, and from no neighbour below the same
    /// domain. Lax and not strict: a link from another site must not replace the cookie that forms in other windows need.
    /// </summary>
    public static void Secure(CookieBuilder cookie, string name, PlatformOptions platform)
    {
        cookie.Name = platform.IsHttps() ? "__Host-" + name : name;
        cookie.Path = "/";
        cookie.HttpOnly = true;
        cookie.SameSite = SameSiteMode.Lax;
        cookie.SecurePolicy = platform.IsHttps() ? CookieSecurePolicy.Always : CookieSecurePolicy.None;
    }
}
