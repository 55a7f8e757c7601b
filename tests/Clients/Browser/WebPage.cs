using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Playwright;
using Platform.Tests.Fixture.Browser;

namespace Platform.Tests.Clients;

/// <summary>page.html on a port of its own, which is another origin, and one browser for all who open it.</summary>
internal sealed class WebPage : IAsyncDisposable
{
    private static Lazy<Task<WebPage>> one = new(StartAsync);

    private readonly Chromium chromium = new();
    private readonly WebApplication server;

    private WebPage(WebApplication server) => this.server = server;

    /// <summary>In a context of its own: the next one finds nothing kept.</summary>
    public static async Task<IPage> OpenAsync()
    {
        var web = await one.Value;
        var page = await (await web.chromium.Browser.NewContextAsync()).NewPageAsync();
        await page.GotoAsync(web.server.Urls.Single());
        return page;
    }

    public static async Task EndAsync()
    {
        var ending = Interlocked.Exchange(ref one, new(StartAsync));
        if (ending.IsValueCreated)
            await (await ending.Value).DisposeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await chromium.DisposeAsync();
        await server.DisposeAsync();
    }

    private static async Task<WebPage> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var server = builder.Build();
        server.Urls.Add("http://127.0.0.1:0");
        var html = Path.Combine(AppContext.BaseDirectory, "Browser", "page.html");
        server.Run(context =>
        {
            context.Response.ContentType = "text/html";
            return context.Response.SendFileAsync(html);
        });
        await server.StartAsync();
        var web = new WebPage(server);
        await web.chromium.InitializeAsync();
        return web;
    }
}
