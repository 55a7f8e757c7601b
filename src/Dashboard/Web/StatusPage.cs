using System.Net;

namespace Platform.Dashboard.Web;

/// <summary>
/// The page for a failure of ours. It is plain text, so that it depends on nothing that may have failed. What is missing has a page with
/// the menu, <c>Pages/Status</c>.
/// </summary>
internal sealed record StatusPage(string Title, string Text)
{
    private static readonly StatusPage Broken = new(
        "Something went wrong",
        "The mistake is on our side, and it has been noted. Go back and try again; if it happens again, tell whoever runs this platform."
    );

    private static readonly Dictionary<int, StatusPage> Pages = new()
    {
        [503] = new(
            "We will be right back",
            "A part of the platform does not answer at the moment. Nothing is lost. Wait a few seconds, then try again."
        ),
    };

    public static async Task WriteAsync(HttpContext context, int status)
    {
        context.Response.StatusCode = status;
        context.Response.Headers.CacheControl = "no-store";
        if (status == StatusCodes.Status503ServiceUnavailable)
            context.Response.Headers.RetryAfter = "5";
        context.Response.ContentType = "text/html; charset=utf-8";
        var page = Pages.GetValueOrDefault(status, Broken);
        await context.Response.WriteAsync(page.Html(context.Request, status));
    }

    private string Html(HttpRequest request, int status) =>
        $"""
            <!DOCTYPE html>
            <html lang="en" data-theme="{Theme.Of(request)}">
            <head>
              <meta charset="utf-8">
              <meta name="viewport" content="width=device-width, initial-scale=1">
              <title>{Title} - Platform</title>
              <link rel="icon" href="{request.PathBase}/favicon.svg" type="image/svg+xml">
              <link rel="stylesheet" href="{request.PathBase}/site.css">
            </head>
            <body>
              <header class="top"><div class="wrap"><a class="brand" href="{request.PathBase}/"><img src="{request.PathBase}/favicon.svg" alt="" width="24" height="24">Platform</a></div></header>
              <main id="main" class="wrap">
                <h1>{Title}</h1>
                <p class="lead">{Text}</p>
                <p class="actions">{TryAgain(request, status)}<a href="{request.PathBase}/account">Go to the overview</a></p>
                <p class="quiet aside">Status {status}</p>
              </main>
            </body>
            </html>
            """;

    /// <summary>A link to the same page, for GET only: a link cannot send a form again.</summary>
    private static string TryAgain(HttpRequest request, int status) =>
        status == StatusCodes.Status503ServiceUnavailable && HttpMethods.IsGet(request.Method)
            ? $"""<a class="button" href="{WebUtility.HtmlEncode(request.PathBase + request.Path + request.QueryString)}">Try again</a> """
            : "";
}
