using Scalar.AspNetCore;

namespace Platform.Gateway.Api.OpenApi;

/// <summary>
/// In Development only: the OpenAPI document, and a page to read it and to send requests from. In Production both addresses are unknown
/// URLs.
/// </summary>
internal static class OpenApiRoutes
{
    public const string DocumentPath = "/openapi/v1.json",
        PagePath = "/scalar";

    public static void MapApiDocument(this WebApplication app)
    {
        if (!app.Environment.IsDevelopment())
            return;
        app.MapGet(DocumentPath, () => Results.Bytes(ApiDocument.Read(), "application/json"));
        app.MapScalarApiReference(
            PagePath,
            options =>
            {
                options.Title = "Platform API";
                options.OpenApiRoutePattern = DocumentPath;
                // A key is typed into this page, so it sends nothing to and loads nothing from another host.
                options.DisableAgent().DisableMcp().DisableTelemetry().DisableDefaultFonts().HideClientButton();
            }
        );
    }
}
