using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.RazorPages.Infrastructure;
using Microsoft.AspNetCore.StaticAssets;

namespace Platform.Dashboard.Development;

/// <summary>An address of this server, as a test walks them.</summary>
/// <param name="Handlers">Of a page: its handlers as <c>GET</c>, <c>POST</c> or <c>POST Name</c>; of anything else its methods.</param>
/// <param name="Open">Whether it is for everybody, signed in or not.</param>
internal sealed record EndpointFacts(string Route, bool Page, IReadOnlyList<string> Handlers, bool Open);

/// <summary>Every address that is mapped, in Development only, so that a test misses none that is added.</summary>
internal static class EndpointList
{
    public static void MapEndpointList(this WebApplication app)
    {
        if (app.Environment.IsDevelopment())
            app.MapGet("/development/endpoints", (EndpointDataSource endpoints, PageLoader pages) => ReadAsync(endpoints, pages))
                .AllowAnonymous();
    }

    private static async Task<IReadOnlyList<EndpointFacts>> ReadAsync(EndpointDataSource endpoints, PageLoader pages)
    {
        var facts = new List<EndpointFacts>();
        foreach (var endpoint in endpoints.Endpoints.OfType<RouteEndpoint>())
        {
            // A sheet is the same for everybody.
            if (endpoint.Metadata.GetMetadata<StaticAssetDescriptor>() is not null)
                continue;
            var page = endpoint.Metadata.GetMetadata<PageActionDescriptor>();
            var open =
                endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null
                || endpoint.Metadata.GetOrderedMetadata<IAuthorizeData>().Count == 0;
            facts.Add(
                new EndpointFacts(
                    endpoint.RoutePattern.RawText ?? "",
                    page is not null,
                    page is null
                        ? endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? []
                        : Handlers(await pages.LoadAsync(page, endpoint.Metadata)),
                    open
                )
            );
        }

        return facts;
    }

    /// <summary>A page without a handler of its own is shown all the same.</summary>
    private static string[] Handlers(CompiledPageActionDescriptor page) =>
        page.HandlerMethods is { Count: > 0 } handlers
            ? [.. handlers.Select(handler => $"{handler.HttpMethod.ToUpperInvariant()} {handler.Name}".TrimEnd())]
            : ["GET"];
}
