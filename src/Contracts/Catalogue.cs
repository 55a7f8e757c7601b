namespace Platform.Contracts;

/// <summary>Accounts' <c>GET /catalogue</c>: every model that can be sold, with its routes in order of preference.</summary>
public sealed record Catalogue(IReadOnlyList<Model> Models);

/// <param name="Id">As in <c>/v1/models</c>, for example <c>gpt-4.1-mini</c>.</param>
/// <param name="ContextTokens">Input and output together, in tokens.</param>
/// <param name="MaxOutputTokens">The most one answer can have; the hold of a request that names no limit starts from it.</param>
public sealed record Model(
    string Id, string OwnedBy, DateTimeOffset CreatedAt, int ContextTokens, int MaxOutputTokens, IReadOnlyList<ModelRoute> Routes)
{
    /// <summary>The model with the prices that are in force at <paramref name="time"/>.</summary>
    public Model At(DateTimeOffset time) =>
        Routes.Any(route => route.PriceAt(time) != route.Price) ? this with { Routes = [.. Routes.Select(route => route with { Price = route.PriceAt(time) })] } : this;
}

/// <summary>A model on one upstream. <paramref name="Upstream"/> names an entry of the gateway's <c>Upstreams</c> configuration.</summary>
/// <param name="Protocols">What the upstream speaks for this model, such as <c>openai-chat</c>; see the gateway's <c>Protocol</c>.</param>
/// <param name="Price">In force until the first of <paramref name="PriceChanges"/>.</param>
/// <param name="PriceChanges">Those already decided; null is none.</param>
public sealed record ModelRoute(
    string Upstream, string UpstreamModel, IReadOnlyList<string> Protocols, Price Price, IReadOnlyList<PriceChange>? PriceChanges = null)
{
    public Price PriceAt(DateTimeOffset time) =>
        PriceChanges?.Where(change => change.From <= time).MaxBy(change => change.From)?.Price ?? Price;
}

/// <param name="From">The first moment at which a request that arrives is charged <paramref name="Price"/>.</param>
public sealed record PriceChange(DateTimeOffset From, Price Price);
