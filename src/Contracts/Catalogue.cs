namespace Platform.Contracts;

/// <summary>Accounts' <c>GET /catalogue</c>: every model that can be sold, with its routes in order of preference.</summary>
public sealed record Catalogue(IReadOnlyList<Model> Models);

/// <param name="Id">As in <c>/v1/models</c>, for example <c>gpt-4.1-mini</c>.</param>
/// <param name="ContextTokens">Input and output together, in tokens.</param>
/// <param name="MaxOutputTokens">The most one answer can have; the hold of a request that names no limit starts from it.</param>
public sealed record Model(
    string Id, string OwnedBy, DateTimeOffset CreatedAt, int ContextTokens, int MaxOutputTokens, IReadOnlyList<ModelRoute> Routes);

/// <summary>A model on one upstream. <paramref name="Upstream"/> names an entry of the gateway's <c>Upstreams</c> configuration.</summary>
public sealed record ModelRoute(string Upstream, string UpstreamModel, string Protocol, Price Price);
