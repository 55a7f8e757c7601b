using Platform.Contracts;

namespace Platform.Gateway.Catalog;

/// <summary>The model of one request, and how it is answered.</summary>
/// <param name="Model">
/// With the prices in force when the request arrived, and only the routes that can answer it, in order of preference.
/// </param>
/// <param name="EstimatesTokens">
/// The request counts tokens, and no upstream of the model does: the gateway answers with its own estimate.
/// </param>
internal sealed record RoutePlan(Model Model, bool EstimatesTokens);
