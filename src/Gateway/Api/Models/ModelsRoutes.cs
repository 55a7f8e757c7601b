using Platform.Gateway.Catalog;
using Platform.Gateway.Errors;
using Platform.Gateway.Keys;

namespace Platform.Gateway.Api.Models;

/// <summary>
/// Lists the models the key may call. Works without credit, because people use it to find out whether key and Base URL are right.
/// </summary>
internal static class ModelsRoutes
{
    public static void MapModels(this WebApplication app)
    {
        app.MapGet("/v1/models", ListAsync);
        app.MapGet("/v1/models/{**id}", GetAsync);
    }

    /// <summary>The server decodes a path, except for a slash, which clients encode in an id.</summary>
    private static string Unescaped(string id) => id.Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);

    private static async Task ListAsync(HttpContext http, KeyAuthentication keys, ModelCatalog catalog, ErrorWriter errors)
    {
        if (!(await keys.IdentifyAsync(http)).Found(out var key, out var error) || !catalog.ListFor(key).Found(out var models, out error))
            await errors.WriteAsync(http, error);
        else if (Dialects.For(http.Request) != Dialect.Anthropic)
            await ModelsAnswer.WriteListAsync(http.Response, models, http.Request.Query.ContainsKey("client_version"));
        else if (ModelsPage.From(http.Request.Query, models).Found(out var page, out error))
            await ModelsAnswer.WritePageAsync(http.Response, page);
        else
            await errors.WriteAsync(http, error);
    }

    private static async Task GetAsync(
        HttpContext http,
        string id,
        KeyAuthentication keys,
        ModelCatalog catalog,
        ErrorWriter errors,
        TimeProvider time
    )
    {
        if (
            (await keys.IdentifyAsync(http)).Found(out var key, out var error)
            && catalog.Find(key, Unescaped(id), time.GetUtcNow()).Found(out var model, out error)
        )
        {
            DeprecationHeaders.Write(http.Response.Headers, model.Deprecation);
            await ModelsAnswer.WriteOneAsync(http.Response, model, Dialects.For(http.Request));
        }
        else
            await errors.WriteAsync(http, error);
    }
}
