using Platform.Gateway.Catalog;
using Platform.Gateway.Keys;
using Platform.Gateway.Protocols;
using Platform.Gateway.Receipts;
using Platform.Gateway.Wire;

namespace Platform.Gateway.Journey;

/// <summary>Everything that answers under this host.</summary>
public static class GatewayRoutes
{
    public static void MapGateway(this WebApplication app)
    {
        app.UseCallScope();
        app.MapGet("/v1/models", ListModels);
        app.MapGet("/v1/models/{**id}", GetModel);
        foreach (var protocol in Protocol.All)
            app.MapPost("/v1" + protocol.Path, (HttpContext http, Journey journey) => journey.TravelAsync(http.Call(), protocol));
        app.MapReceipts();
        app.MapFallback("{**path}", UnknownUrl.AnswerAsync);
    }

    /// <summary>Works without credit: it is how people find out whether key and Base URL are right.</summary>
    private static async Task ListModels(HttpContext http, KeyRing keys, ModelCatalog catalog, ErrorWriter errors)
    {
        var call = http.Call();
        var refusal = await keys.IdentifyAsync(call) ?? catalog.CheckLoaded();
        if (refusal is not null)
            await errors.WriteAsync(call, refusal);
        else
            await ModelsAnswer.WriteListAsync(http.Response, catalog.CallableBy(call.Key!));
    }

    private static async Task GetModel(HttpContext http, string id, KeyRing keys, ModelCatalog catalog, ErrorWriter errors)
    {
        var call = http.Call();
        var refusal = await keys.IdentifyAsync(call) ?? catalog.Find(call, id);
        if (refusal is not null)
            await errors.WriteAsync(call, refusal);
        else
            await ModelsAnswer.WriteOneAsync(http.Response, call.Model!);
    }
}
