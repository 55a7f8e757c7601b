using Microsoft.Extensions.Options;
using Platform.Contracts;
using Platform.Gateway.Errors;
using Platform.Gateway.Health;
using Platform.Gateway.Protocols;
using Platform.Gateway.Upstreams;

namespace Platform.Gateway.Routes;

/// <summary>
/// Chooses among the routes of a model, and among the credentials of their upstreams: by priority, health and, among equals, by the
/// conversation and their weights (weighted rendezvous hashing). So every gateway sends a conversation where it was before without asking
/// anybody, and when a route fails, only its own conversations move, to all others alike, and come back.
/// </summary>
internal sealed class RouteChooser(IUpstreamHealth health, RouteSpeeds speeds, IOptions<RoutingOptions> options)
{
    /// <param name="models">The model that is asked for, and its fallbacks, each with the routes that can answer.</param>
    /// <param name="upstreams">What the names in their routes mean.</param>
    /// <param name="account">Whose conversation it is.</param>
    public RouteChoice Choose(
        IReadOnlyList<Model> models,
        UpstreamSet upstreams,
        HttpRequest http,
        InferenceRequest request,
        Guid account,
        string requestId
    )
    {
        if (http.HttpContext.Features.Get<PinnedRoute>() is { } pinned)
            return Only(models[0], upstreams, pinned);
        if (models is [{ Routes: [var route] } model] && Find(upstreams, route) is { Credentials: [var credential] } upstream)
            return new RouteChoice(health, new Candidate(model, route, upstream, credential));
        var conversation = ConversationKey.Of(http, request, account, requestId);
        var all = new List<RouteChoice.Entry>();
        for (var place = 0; place < models.Count; place++)
            AddAll(models[place], upstreams, place, conversation.Value, all);
        all.Sort(RouteChoice.Entry.Order);
        return new RouteChoice(health, conversation, all);
    }

    /// <summary>The error for a request that nobody can be asked for now; null where somebody can.</summary>
    public ApiError? RefuseUnavailable(IReadOnlyList<Model> models, UpstreamSet upstreams)
    {
        var (wait, since) = ((TimeSpan?)null, (DateTimeOffset?)null);
        foreach (var model in models)
        foreach (var route in model.Routes)
        {
            if (Find(upstreams, route) is not { } upstream)
                continue;
            foreach (var credential in upstream.Credentials)
                if (health.Look(upstream, credential, route.UpstreamModel) is Availability.Up or Availability.HalfOpen)
                    return null;
            wait = Shorter(wait, health.RetryAfter(upstream, route.UpstreamModel));
            var down = health.DownSince(upstream, route.UpstreamModel);
            since = since > down ? since : down ?? since;
        }

        return ApiErrors.UpstreamUnavailable(models[0].Id, wait, since);
    }

    /// <summary>The shorter of two waits, of which each may be none.</summary>
    public static TimeSpan? Shorter(TimeSpan? one, TimeSpan? other) => other is null || one < other ? one : other;

    /// <summary>None where the model, or the catalogue, does not have the route any more.</summary>
    private RouteChoice Only(Model model, UpstreamSet upstreams, PinnedRoute pinned) =>
        model.Routes.FirstOrDefault(route => route.Upstream == pinned.Upstream.Name) is { } route
        && Find(upstreams, route)?.Is(pinned.Upstream) == true
            ? new RouteChoice(health, new Candidate(model, route, pinned.Upstream, pinned.Credential) { Probe = pinned.Probe })
            : new RouteChoice(health, default, []);

    private static Upstream? Find(UpstreamSet upstreams, ModelRoute route) =>
        upstreams.TryFind(route.Upstream, out var upstream) ? upstream : null;

    private void AddAll(Model model, UpstreamSet upstreams, int place, ulong conversation, List<RouteChoice.Entry> all)
    {
        for (var index = 0; index < model.Routes.Count; index++)
        {
            var route = model.Routes[index];
            if (Find(upstreams, route) is not { } upstream)
                continue;
            var priority = route.Priority ?? index;
            var score = Score(conversation, IdentityOf(route), WeightOf(model, route, priority));
            foreach (var credential in upstream.Credentials)
                all.Add(
                    new RouteChoice.Entry(
                        new Candidate(model, route, upstream, credential),
                        place,
                        priority,
                        score,
                        Score(conversation, StableHash.Of(credential.Name, StableHash.Of(upstream.Name)), credential.Weight),
                        health.Look(upstream, credential, route.UpstreamModel) is Availability.Up or Availability.HalfOpen
                    )
                );
        }
    }

    private static ulong IdentityOf(ModelRoute route) => StableHash.Of(route.UpstreamModel, StableHash.Of(route.Upstream));

    /// <summary>The highest wins: with so many conversations as its share of the weights, whatever the others are.</summary>
    private static double Score(ulong conversation, ulong identity, double weight)
    {
        var uniform = ((StableHash.Mix(conversation, identity) >> 11) + 0.5) / (1UL << 53);
        return -weight / Math.Log(uniform);
    }

    private double WeightOf(Model model, ModelRoute route, int priority)
    {
        double weight = Math.Max(route.Weight, 0);
        if (options.Value is { PreferFast: false, PricePreference: 0 } || !HasEquals(model, route, priority))
            return weight;
        var (fastest, cheapest) = (double.MaxValue, double.MaxValue);
        for (var index = 0; index < model.Routes.Count; index++)
        {
            var other = model.Routes[index];
            if ((other.Priority ?? index) != priority)
                continue;
            fastest = Math.Min(fastest, speeds.Of(other) ?? double.MaxValue);
            cheapest = Math.Min(cheapest, PriceOf(other));
        }

        if (options.Value.PreferFast && fastest < double.MaxValue)
            weight *= speeds.Factor(route, fastest);
        if (options.Value.PricePreference > 0)
            weight /= Math.Pow(PriceOf(route) / cheapest, options.Value.PricePreference);
        return weight;
    }

    private static bool HasEquals(Model model, ModelRoute route, int priority)
    {
        for (var index = 0; index < model.Routes.Count; index++)
            if (model.Routes[index] != route && (model.Routes[index].Priority ?? index) == priority)
                return true;
        return false;
    }

    /// <summary>Free ones are not infinitely cheaper.</summary>
    private static double PriceOf(ModelRoute route) => Math.Max(1, route.Price.Input + route.Price.Output);
}
