using System.Collections.Frozen;
using Platform.Contracts;
using Platform.Gateway.Errors;
using Platform.Gateway.Protocols;
using Platform.Gateway.Upstreams;

namespace Platform.Gateway.Catalog;

/// <summary>
/// Step 3: model -> routes and price, filtered by what the key may call. A pure look-up in a snapshot of models and upstreams that
/// <see cref="CatalogRefresh"/> replaces in one step. A route without a price, or on an upstream that this gateway cannot call, is not in
/// it.
/// </summary>
internal sealed class ModelCatalog
{
    private sealed record Snapshot(FrozenDictionary<string, Model> Models, UpstreamSet Upstreams);

    private volatile Snapshot? snapshot;

    public bool IsLoaded => snapshot is not null;

    public void Replace(IReadOnlyList<Model> models, UpstreamSet upstreams) =>
        snapshot = new Snapshot(
            models
                .Select(model =>
                    model with
                    {
                        Routes = [.. model.Routes.Where(route => route.Price is not null && upstreams.Has(route.Upstream))],
                    }
                )
                .Where(model => model.Routes.Count > 0)
                .ToFrozenDictionary(model => model.Id, StringComparer.Ordinal),
            upstreams
        );

    /// <summary>The models that <paramref name="key"/> may call, in order of their ids; an error while no catalogue is loaded.</summary>
    public StepResult<Model[]> ListFor(KeyFacts key) => snapshot is { } current ? Callable(current.Models, key) : NotLoaded();

    /// <summary>
    /// The model with the prices in force at <paramref name="arrival"/>: they stay with the request, however long it takes.
    /// </summary>
    public StepResult<Model> Find(KeyFacts key, string id, DateTimeOffset arrival) =>
        snapshot is { } current ? Find(current.Models, key, id, arrival) : NotLoaded();

    private static StepResult<Model> Find(FrozenDictionary<string, Model> models, KeyFacts key, string id, DateTimeOffset arrival)
    {
        if (!models.TryGetValue(id, out var model))
            return ApiErrors.ModelNotFound(Shorten(id), NearMatches.For(id, Callable(models, key).Select(known => known.Id)));
        if (!IsAllowed(key, id))
            return ApiErrors.ModelNotAllowed(id, key.Name);
        return model.At(arrival);
    }

    /// <summary>The cheapest model for which the upstream answers requests in <paramref name="protocol"/>; null where there is none.</summary>
    public string? CheapestAt(string upstream, Protocol protocol, DateTimeOffset time) =>
        (
            from model in snapshot?.Models.Values ?? []
            where !(model.Deprecation?.Shutdown <= time)
            from route in model.At(time).Routes
            where route.Upstream == upstream && Routing.For(protocol, route) is not null
            orderby route.Price.Input + route.Price.Output, model.Id
            select model.Id
        ).FirstOrDefault();

    /// <summary>The model with the routes that can answer a request in <paramref name="protocol"/>.</summary>
    /// <param name="endpoint">The path of the request, for the error's text.</param>
    public StepResult<RoutePlan> FindRoutes(KeyFacts key, string id, Protocol protocol, string endpoint, DateTimeOffset arrival)
    {
        if (snapshot is not { } current)
            return NotLoaded();
        if (!Find(current.Models, key, id, arrival).Found(out var model, out var error))
            return error;
        ModelRoute[] routes =
        [
            .. model.Routes.Where(route => Routing.For(protocol, route) is not null).Select(route => Priced(route, protocol)),
        ];
        if (routes.Length > 0)
            return new RoutePlan([model with { Routes = routes }], current.Upstreams, EstimatesTokens: false);
        return protocol.CountsTokens && model.Routes.Any(route => Routing.For(Protocol.Messages, route) is not null)
            ? new RoutePlan([model with { Routes = routes }], current.Upstreams, EstimatesTokens: true)
            : ApiErrors.EndpointNotServed(model.Id, endpoint, [.. Routing.Endpoints(model)]);
    }

    /// <summary>
    /// The plan with the fallbacks of its model. A model that the caller names must be there, as the first must; of the catalogue's own
    /// those count that the key may call and that can answer.
    /// </summary>
    public StepResult<RoutePlan> WithFallbacks(
        RoutePlan plan,
        IReadOnlyList<string> named,
        KeyFacts key,
        Protocol protocol,
        string endpoint,
        DateTimeOffset arrival
    )
    {
        var fallbacks = named.Count > 0 ? named : plan.Model.Fallbacks ?? [];
        if (fallbacks.Count == 0)
            return plan;
        var models = new List<Model> { plan.Model };
        foreach (var id in fallbacks)
            if (FindRoutes(key, id, protocol, endpoint, arrival).Found(out var found, out var error))
                models.Add(found.Model);
            else if (named.Count > 0)
                return error with { Param = "models" };
        return plan with { Models = models };
    }

    private static Model[] Callable(FrozenDictionary<string, Model> models, KeyFacts key) =>
        [.. models.Values.Where(model => IsAllowed(key, model.Id)).OrderBy(model => model.Id, StringComparer.Ordinal)];

    /// <summary>The route with a price of zero where the request only counts tokens, which is free.</summary>
    private static ModelRoute Priced(ModelRoute route, Protocol protocol) =>
        protocol.CountsTokens ? route with { Price = new Price(route.Price.Version, 0, 0) } : route;

    private static ApiError NotLoaded() => ApiErrors.StoreUnavailable("The model catalogue");

    private static bool IsAllowed(KeyFacts key, string model) => key.Models is null || key.Models.Contains(model);

    private static string Shorten(string id) => id.Length <= 100 ? id : id[..100] + "...";
}
