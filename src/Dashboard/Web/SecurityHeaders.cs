namespace Platform.Dashboard.Web;

/// <summary>
/// Pages load content from this host only, cannot be framed, and send no referrer to other hosts. With a public address of https, browsers
/// come by https only. Not the framework's middleware for that: it omits the header by the host of the request.
/// </summary>
internal static class SecurityHeaders
{
    /// <summary>The pages use nothing of this; the clipboard, which they write to, stays allowed.</summary>
    private const string PermissionsPolicy =
        "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), magnetometer=(), microphone=(), midi=(), payment=(), "
        + "usb=(), browsing-topics=()";

    private static readonly object FormTarget = new();

    /// <summary>
    /// Lets the forms of this page redirect to <paramref name="origin"/>: browsers apply <c>form-action</c> to every redirect.
    /// </summary>
    /// <param name="origin">Scheme, host and port, from the configuration and never from a request.</param>
    public static void AllowFormsTo(HttpContext context, string origin) => context.Items[FormTarget] = origin;

    public static void UseSecurityHeaders(this IApplicationBuilder app) =>
        app.Use(
            (context, next) =>
            {
                context.Response.OnStarting(
                    static state =>
                    {
                        var headers = ((HttpResponse)state).Headers;
                        headers.ContentSecurityPolicy = ContentSecurityPolicy(((HttpResponse)state).HttpContext);
                        headers.XContentTypeOptions = "nosniff";
                        headers.XFrameOptions = "DENY";
                        headers["Referrer-Policy"] = "same-origin";
                        headers["Cross-Origin-Opener-Policy"] = "same-origin";
                        headers["Cross-Origin-Resource-Policy"] = "same-origin";
                        headers["Permissions-Policy"] = PermissionsPolicy;
                        if (((HttpResponse)state).HttpContext.Request.IsHttps)
                            headers.StrictTransportSecurity = "max-age=31536000";
                        return Task.CompletedTask;
                    },
                    context.Response
                );
                return next(context);
            }
        );

    private static string ContentSecurityPolicy(HttpContext context) =>
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; "
        + $"form-action 'self'{(context.Items[FormTarget] is string origin ? " " + origin : "")}; base-uri 'none'; frame-ancestors 'none'";
}
