using Platform.Contracts;
using Platform.Gateway.Upstreams;

namespace Platform.Gateway.Catalog;

/// <summary>The models that can answer one request, and how.</summary>
/// <param name="Models">
/// The model that is asked for, and its fallbacks in order: each with the prices in force when the request arrived, and only the routes that
/// can answer it, in the catalogue's order.
/// </param>
/// <param name="Upstreams">Those of the same catalogue as the model: what the names in its routes mean.</param>
/// <param name="EstimatesTokens">
/// The request counts tokens, and no upstream of the model does: the gateway answers with its own estimate.
/// </param>
internal sealed record RoutePlan(IReadOnlyList<Model> Models, UpstreamSet Upstreams, bool EstimatesTokens)
{
    public Model Model => Models[0];
}
