namespace Platform.Contracts;

/// <summary>GET <see cref="AccountsRoutes.Catalogue"/>: every model on sale, with its routes in order of preference.</summary>
/// <param name="Upstreams">As the catalogue file describes them; null is none, and each is the gateway's settings alone.</param>
public sealed record Catalogue(IReadOnlyList<Model> Models, IReadOnlyList<UpstreamDefinition>? Upstreams = null);

/// <param name="Id">As in <c>/v1/models</c>, for example <c>gpt-4.1-mini</c>.</param>
/// <param name="ContextTokens">Input and output together, in tokens.</param>
/// <param name="MaxOutputTokens">The limit of one answer; the hold of a request without a limit of its own is estimated from it.</param>
/// <param name="Reasoning">Whether it thinks before it answers, so that an answer has more tokens than are delivered; null where that is
/// not known, which counts as yes.</param>
/// <param name="Deprecation">The announced end of the model; null while none is announced.</param>
/// <param name="RecommendedFor">The ids of the tools whose guides suggest this model; null is none.</param>
/// <param name="Fallbacks">The ids of the models that answer where no route of this one can, in order; null is none.</param>
/// <param name="Limits">Of each account for this model; null is what the gateway allows for every model.</param>
public sealed record Model(
    string Id,
    string OwnedBy,
    DateTimeOffset CreatedAt,
    int ContextTokens,
    int MaxOutputTokens,
    IReadOnlyList<ModelRoute> Routes,
    bool? Reasoning = null,
    ModelDeprecation? Deprecation = null,
    IReadOnlyList<string>? RecommendedFor = null,
    IReadOnlyList<string>? Fallbacks = null,
    RateLimits? Limits = null
)
{
    /// <summary>The model with the prices that are in force at <paramref name="time"/>.</summary>
    public Model At(DateTimeOffset time) =>
        Routes.Any(route => route.PriceAt(time) != route.Price)
            ? this with
            {
                Routes = [.. Routes.Select(route => route with { Price = route.PriceAt(time) })],
            }
            : this;
}

/// <summary>The announced end of a model. It informs; a request for the model is refused by its provider at the earliest.</summary>
/// <param name="Announced">The day of the announcement, at its start in UTC.</param>
/// <param name="Shutdown">The day from which its provider no longer serves it, at its start in UTC.</param>
/// <param name="Successor">The id of the model to use instead; null when there is none.</param>
public sealed record ModelDeprecation(DateTimeOffset Announced, DateTimeOffset Shutdown, string? Successor = null);

/// <summary>A model on one upstream. <paramref name="Upstream"/> names one of the catalogue, or of the gateway's settings alone.</summary>
/// <param name="Protocols">The protocols of the upstream for this model, such as <c>openai-chat</c>; see the gateway's
/// <c>Protocol</c>.</param>
/// <param name="Price">In force until the first of <paramref name="PriceChanges"/>.</param>
/// <param name="PriceChanges">Future prices that are decided already; null is none.</param>
/// <param name="Priority">Routes of a lower number are tried first; null is the place of the route in the list.</param>
/// <param name="Weight">The share of the conversations among routes of the same priority.</param>
/// <param name="Limits">What the upstream allows the operator for this model, over all gateways; null is no limit.</param>
/// <param name="Deadlines">Null is the upstream's.</param>
public sealed record ModelRoute(
    string Upstream,
    string UpstreamModel,
    IReadOnlyList<string> Protocols,
    Price Price,
    IReadOnlyList<PriceChange>? PriceChanges = null,
    int? Priority = null,
    int Weight = 1,
    RateLimits? Limits = null,
    Deadlines? Deadlines = null
)
{
    public Price PriceAt(DateTimeOffset time) =>
        PriceChanges?.Where(change => change.From <= time).MaxBy(change => change.From)?.Price ?? Price;
}

/// <summary>
/// GET <see cref="AccountsRoutes.Prices"/><c>?model</c>: all prices of a route on sale that were, are and will be in force, oldest first.
/// </summary>
public sealed record RoutePrices(string Upstream, string UpstreamModel, IReadOnlyList<PriceChange> Prices);

/// <param name="From">Requests that arrive at this time or later are charged <paramref name="Price"/>.</param>
public sealed record PriceChange(DateTimeOffset From, Price Price);
