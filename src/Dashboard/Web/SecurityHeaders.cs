namespace Platform.Dashboard.Web;

/// <summary>Everything a page shows comes from this host; nobody may frame it, and addresses are told to nobody else.</summary>
internal static class SecurityHeaders
{
    private static readonly object FormTarget = new();

    /// <summary>
    /// Lets the forms of this page end on <paramref name="origin"/>, too: a browser asks for that of every redirect on the way.
    /// </summary>
    /// <param name="origin">Scheme, host and port; ours to know, never a visitor's to say.</param>
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
                        return Task.CompletedTask;
                    },
                    context.Response
                );
                return next(context);
            }
        );

    private static string ContentSecurityPolicy(HttpContext context) =>
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; "
        + $"form-action 'self'{(context.Items[FormTarget] is string origin ? " " + origin : "")}; base-uri 'none'; frame-ancestors 'none'";
}
