using System.Text;
using Platform.Dashboard.Display.Errors;

namespace Platform.Dashboard.Docs;

public static class DocsSetup
{
    private const string Markdown = "text/markdown; charset=utf-8",
        Plain = "text/plain; charset=utf-8";

    public static void AddDocs(this IHostApplicationBuilder builder) => builder.Services.AddScoped<DocVisitors>();

    /// <summary>The texts of the pages; the pages themselves are Razor Pages.</summary>
    public static void MapDocs(this IEndpointRouteBuilder app)
    {
        app.MapGet("/docs/{name}.md", WriteDocAsync);
        app.MapGet("/guides/{name}.md", WriteDocAsync);
        app.MapGet("/errors.md", context => WriteAsync(context, ErrorText.Whole(), Markdown));
        app.MapGet("/errors/{code}.md", WriteErrorAsync);
        app.MapGet("/llms.txt", WriteIndexAsync);
        app.MapGet("/llms-full.txt", WriteWholeAsync);
    }

    private static async Task WriteDocAsync(HttpContext context)
    {
        if (DocLibrary.Find(context.Request.Path.Value![..^".md".Length]) is not { } doc)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        var facts = await VisitorsOf(context).FactsAsync(context);
        // Search engines show the page, not its text.
        context.Response.Headers.Link = $"<{facts.Site}{doc.Address}>; rel=\"canonical\"";
        await WriteAsync(context, DocText.Document(doc, facts), Markdown);
    }

    private static async Task WriteErrorAsync(HttpContext context)
    {
        if (ErrorCode.Find((string)context.Request.RouteValues["code"]!) is { } error)
            await WriteAsync(context, ErrorText.Document(error), Markdown);
        else
            context.Response.StatusCode = StatusCodes.Status404NotFound;
    }

    private static async Task WriteIndexAsync(HttpContext context) =>
        await WriteAsync(context, LlmsText.Index(await VisitorsOf(context).FactsAsync(context)), Plain);

    private static async Task WriteWholeAsync(HttpContext context) =>
        await WriteAsync(context, LlmsText.Whole(await VisitorsOf(context).FactsAsync(context)), Plain);

    private static DocVisitors VisitorsOf(HttpContext context) => context.RequestServices.GetRequiredService<DocVisitors>();

    private static Task WriteAsync(HttpContext context, string text, string type)
    {
        // A signed-in person's text is theirs: its model is one of their key's.
        context.Response.Headers.CacheControl = "no-cache, private";
        context.Response.ContentType = type;
        return context.Response.WriteAsync(text, Encoding.UTF8, context.RequestAborted);
    }
}
