using System.Globalization;
using System.Text;
using Microsoft.Extensions.Options;
using Platform.Dashboard.Addresses;
using Platform.Dashboard.Clients;
using Platform.Dashboard.Display.Errors;
using Platform.Dashboard.Docs;

namespace Platform.Dashboard.Public;

/// <summary>The files that search engines, browsers and finders of weaknesses look for at fixed addresses.</summary>
internal static class SiteFiles
{
    private const string Plain = "text/plain; charset=utf-8";

    /// <summary>A date a year ahead at most, as RFC 9116 asks for.</summary>
    private const int MonthsValid = 6;

    private static readonly string[] Pages = ["/", "/models", "/pricing", "/status", "/docs", "/guides", "/errors", "/register"];

    public static void MapSiteFiles(this IEndpointRouteBuilder app)
    {
        app.MapGet("/robots.txt", (IOptions<PlatformOptions> platform) => Results.Text(Robots(platform.Value.PublicUrl), Plain));
        app.MapGet("/sitemap.xml", SiteMapAsync);
        app.MapGet("/favicon.ico", (HttpRequest request) => Results.Redirect(request.PathBase + "/favicon.svg", permanent: true));
        app.MapGet("/.well-known/security.txt", SecurityText);
        app.MapGet("/.well-known/change-password", (HttpRequest request) => Results.Redirect(request.PathBase + "/settings"));
    }

    /// <summary>Pages of an account say noindex themselves; a crawler must read them to see it, but has nothing to look for there.</summary>
    internal static string Robots(string site) =>
        $"""
            User-agent: *
            Disallow: /account
            Disallow: /connect
            Disallow: /credit
            Disallow: /settings
            Disallow: /tokens
            Disallow: /usage

            Sitemap: {site}/sitemap.xml

            """;

    internal static string SiteMap(string site, IEnumerable<string> addresses)
    {
        var text = new StringBuilder("""<?xml version="1.0" encoding="UTF-8"?>""").Append('\n');
        text.Append("""<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">""").Append('\n');
        foreach (var address in addresses)
            text.Append(
                CultureInfo.InvariantCulture,
                $"  <url><loc>{System.Security.SecurityElement.Escape(site + address)}</loc></url>\n"
            );
        return text.Append("</urlset>\n").ToString();
    }

    internal static string Security(string site, string contact, DateTimeOffset now)
    {
        // The first of a month, so that the file is the same for a while.
        var expires = new DateTime(now.Year, now.Month, 1, 0, 0, 0, DateTimeKind.Utc).AddMonths(MonthsValid);
        return $"""
            Contact: {contact}
            Expires: {expires.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)}
            Preferred-Languages: en
            Canonical: {site}/.well-known/security.txt

            """;
    }

    private static async Task<IResult> SiteMapAsync(Offers offers, IOptions<PlatformOptions> platform, CancellationToken cancellationToken)
    {
        IEnumerable<string> models = [];
        try
        {
            models = (await offers.ReadAsync(cancellationToken)).Sold.Select(offer => offer.Address);
        }
        catch (ServiceUnavailableException)
        {
            // The other pages are there.
        }

        var all = (string[])
            [
                .. Pages,
                .. OperatorPage.All.Select(page => "/" + page.Name),
                .. DocLibrary.All.Select(doc => doc.Address),
                .. ErrorCode.All.Concat(ErrorCode.OnReceipts).Select(error => "/errors/" + error.Code),
                .. models,
            ];
        return Results.Text(SiteMap(platform.Value.PublicUrl, all), "application/xml; charset=utf-8");
    }

    private static IResult SecurityText(IOptions<OperatorOptions> options, IOptions<PlatformOptions> platform, TimeProvider time) =>
        options.Value.SecurityContact is { Length: > 0 } contact
            ? Results.Text(Security(platform.Value.PublicUrl, contact, time.GetUtcNow()), Plain)
            : Results.Text(
                "# The operator has not said yet where weaknesses are reported: Operator:SecurityContact is to be set.\n",
                Plain,
                statusCode: StatusCodes.Status404NotFound
            );
}
