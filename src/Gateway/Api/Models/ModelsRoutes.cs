using Platform.Gateway.Catalog;
using Platform.Gateway.Errors;
using Platform.Gateway.Keys;
using Platform.Gateway.Pipeline;

namespace Platform.Gateway.Api.Models;

/// <summary>What the key may call. Works without credit: it is how people find out whether key and Base URL are right.</summary>
public static class ModelsRoutes
{
    public static void MapModels(this WebApplication app)
    {
        app.MapGet("/v1/models", ListAsync);
        app.MapGet("/v1/models/{**id}", GetAsync);
    }

    private static async Task ListAsync(HttpContext http, KeyRing keys, ModelCatalog catalog, ErrorWriter errors)
    {
        var call = http.Call();
        var (refusal, page) = (await keys.IdentifyAsync(call) ?? catalog.CheckLoaded(), default(ModelsPage));
        if (refusal is null && call.Dialect == Dialect.Anthropic)
            (page, refusal) = ModelsPage.Of(http.Request.Query, catalog.CallableBy(call.Key!));

        if (refusal is not null)
            await errors.WriteAsync(call, refusal);
        else if (page is not null)
            await ModelsAnswer.WritePageAsync(http.Response, page);
        else
            await ModelsAnswer.WriteListAsync(http.Response, catalog.CallableBy(call.Key!));
    }

    private static async Task GetAsync(HttpContext http, string id, KeyRing keys, ModelCatalog catalog, ErrorWriter errors)
    {
        var call = http.Call();
        if ((await keys.IdentifyAsync(call) ?? catalog.Find(call, id)) is { } refusal)
            await errors.WriteAsync(call, refusal);
        else
            await ModelsAnswer.WriteOneAsync(http.Response, call.Model!, call.Dialect);
    }
}
