using Platform.Contracts;
using Platform.Gateway.Admission;
using Platform.Gateway.Billing;
using Platform.Gateway.Catalog;
using Platform.Gateway.Continuation;
using Platform.Gateway.Errors;
using Platform.Gateway.Keys;
using Platform.Gateway.Protocols;
using Platform.Gateway.Requests;
using Platform.Gateway.Routes;

namespace Platform.Gateway.Pipeline;

/// <summary>
/// The steps up to admission, which a request that runs and a quote take alike: what refuses the one refuses the other, in the same words.
/// </summary>
internal sealed class RequestSteps(
    KeyAuthentication keys,
    RequestReader reader,
    ModelCatalog catalog,
    AdmissionStep admission,
    RefusalLimit refusals,
    Conversations conversations,
    RouteChooser routes
)
{
    /// <summary>Step 1: who is calling.</summary>
    /// <param name="countsTokens">A count of tokens is never refused for its rate.</param>
    public async ValueTask<StepResult<KeyFacts>> IdentifyAsync(RequestContext context, bool countsTokens)
    {
        if (!(await keys.IdentifyAsync(context.Http)).Found(out var key, out var refusal))
            return refusal;
        if (!countsTokens && refusals.Check(key) is var (error, rate))
        {
            context.Rate = rate;
            return error;
        }

        return key;
    }

    /// <summary>Step 2: model, stream, limits.</summary>
    public ValueTask<StepResult<IncomingRequest>> ReadAsync(RequestContext context, Protocol protocol, KeyFacts key) =>
        reader.ReadAsync(context.Http.Request, protocol, () => admission.RefuseUnpaidAsync(key, context.ClientGone), context.ClientGone);

    /// <summary>The first half of step 2, for a body whose protocol is not known yet.</summary>
    public ValueTask<StepResult<ReadOnlyMemory<byte>>> ReadBodyAsync(RequestContext context, KeyFacts key) =>
        reader.ReadBodyAsync(context.Http.Request, () => admission.RefuseUnpaidAsync(key, context.ClientGone), context.ClientGone);

    /// <summary>Step 3: routes and price.</summary>
    public StepResult<RoutePlan> Find(RequestContext context, Protocol protocol, KeyFacts key, InferenceRequest request)
    {
        context.Model = request.Model;
        var found = catalog.FindRoutes(key, request.Model, protocol, "/v1" + protocol.Path, context.StartedAt);
        context.Deprecation = found.Value?.Model.Deprecation;
        return protocol.Generates && found.Found(out var plan, out _)
            ? catalog.WithFallbacks(plan, request.Fallbacks, key, protocol, "/v1" + protocol.Path, context.StartedAt)
            : found;
    }

    /// <summary>
    /// The request with the conversation before it, and the routes on which all that it asks for can be charged; an error where none of them
    /// can be asked now, before anything is held.
    /// </summary>
    public async ValueTask<StepResult<(InferenceRequest Request, Model[] Models)>> CompleteAsync(
        Protocol protocol,
        KeyFacts key,
        InferenceRequest read,
        RoutePlan plan,
        LaneConversation? lane = null
    )
    {
        if (!(await conversations.ContinueAsync(key.AccountId, read, protocol, lane)).Found(out var request, out var refusal))
            return refusal;
        if (!Charged(protocol, request, plan.Models, areNamed: read.Fallbacks.Count > 0).Found(out var models, out refusal))
            return refusal;
        return routes.RefuseUnavailable(models, plan.Upstreams) is { } unavailable ? unavailable : (request, models);
    }

    /// <param name="areNamed">The caller names the fallbacks, so one that cannot be charged is refused by its name.</param>
    private static StepResult<Model[]> Charged(Protocol protocol, InferenceRequest request, IReadOnlyList<Model> found, bool areNamed)
    {
        if (!UnpricedDimension.Refuse(protocol, request, found[0]).Found(out var first, out var refusal))
            return refusal;
        if (found.Count == 1)
            return new[] { first };
        var models = new List<Model>(found.Count) { first };
        foreach (var fallback in found.Skip(1))
            if (UnpricedDimension.Refuse(protocol, request, fallback).Found(out var model, out refusal))
                models.Add(model);
            else if (areNamed)
                return refusal;
        return models.ToArray();
    }

    /// <summary>The protocols in which a model can be asked; none for one that the key may not call.</summary>
    public IEnumerable<Protocol> ProtocolsOf(RequestContext context, KeyFacts key, string model) =>
        catalog.Find(key, model, context.StartedAt).Found(out var found, out _)
            ? Protocol.All.Where(protocol => found.Routes.Any(route => Routing.For(protocol, route) is not null))
            : [];
}
