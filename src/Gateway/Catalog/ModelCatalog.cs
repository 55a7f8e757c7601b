using System.Collections.Frozen;
using Platform.Contracts;
using Platform.Gateway.Errors;
using Platform.Gateway.Forwarding;
using Platform.Gateway.Pipeline;
using Platform.Gateway.Protocols;

namespace Platform.Gateway.Catalog;

/// <summary>
/// Step 3: model -> routes and price, filtered by what the key may call. A pure look-up in a snapshot that
/// <see cref="CatalogRefresh"/> replaces. A route without a price, or on an upstream this gateway does not know, is not in it.
/// </summary>
public sealed class ModelCatalog(Upstreams upstreams)
{
    private FrozenDictionary<string, Model>? models;

    public bool IsLoaded => models is not null;

    public void Replace(Catalogue catalogue) =>
        models = catalogue.Models
            .Select(model => model with { Routes = [.. model.Routes.Where(route => route.Price is not null && upstreams.Has(route.Upstream))] })
            .Where(model => model.Routes.Count > 0)
            .ToFrozenDictionary(model => model.Id, StringComparer.Ordinal);

    public ApiError? CheckLoaded() => IsLoaded ? null : ApiErrors.StoreAway("The model catalogue");

    /// <summary>The models that <paramref name="key"/> may call, in order of their ids.</summary>
    public IEnumerable<Model> CallableBy(KeyFacts key) =>
        models!.Values.Where(model => IsAllowed(key, model.Id)).OrderBy(model => model.Id, StringComparer.Ordinal);

    public ApiError? Find(Call call) => Find(call, call.Request!.Model);

    public ApiError? Find(Call call, string id)
    {
        if (models is not { } current)
            return CheckLoaded();
        if (!current.TryGetValue(id, out var model))
            return ApiErrors.ModelNotFound(Shorten(id), NearMatches.Of(id, CallableBy(call.Key!).Select(known => known.Id)));
        if (!IsAllowed(call.Key!, id))
            return ApiErrors.ModelNotAllowed(id, call.Key!.Name);
        // The price of its arrival stays with the request, however long it takes.
        call.Model = model.At(call.StartedAt);
        call.Routes = call.Model.Routes;
        return call.Protocol is { } protocol ? FindRoutes(call, protocol) : null;
    }

    private static ApiError? FindRoutes(Call call, Protocol protocol)
    {
        var routes = call.Model!.Routes.Where(route => Routing.For(protocol, route) is not null);
        // To count the tokens of a prompt costs nothing.
        call.Routes = [.. protocol == Protocol.CountTokens ? routes.Select(route => route with { Price = new Price(route.Price.Version, 0, 0) }) : routes];
        if (call.Routes.Count == 0 && !(protocol == Protocol.CountTokens && call.Model.Routes.Any(route => Routing.For(Protocol.Messages, route) is not null)))
            return ApiErrors.EndpointNotServed(call.Model.Id, call.Http.Request.Path, [.. Routing.Endpoints(call.Model)]);
        call.Model = call.Model with { Routes = call.Routes };
        return null;
    }

    private static bool IsAllowed(KeyFacts key, string model) => key.Models is null || key.Models.Contains(model);

    private static string Shorten(string id) => id.Length <= 100 ? id : id[..100] + "...";
}
