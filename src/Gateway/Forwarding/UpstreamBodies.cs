using Platform.Gateway.Health;
using Platform.Gateway.Protocols;
using Platform.Gateway.Routes;
using Platform.Gateway.Tenancy;
using Platform.Gateway.Translation;

namespace Platform.Gateway.Forwarding;

/// <summary>
/// Makes the body that one attempt sends to its upstream, and notes what of the caller's is left out. A request that runs sends it; a quote
/// only says what was left out.
/// </summary>
internal sealed class UpstreamBodies(RouteChooser routes, TenantFields tenants, TimeProvider time)
{
    /// <summary>The body for the upstream; null when the upstream's protocol cannot express the request.</summary>
    public ReadOnlyMemory<byte>? Prepare(UpstreamAttempt attempt, out UpstreamFailure? refusal)
    {
        var (exchange, request, translation) = (attempt.Exchange, attempt.Exchange.Request, attempt.Translation);
        refusal = null;
        try
        {
            var tier = BaseTier.InsteadOfAuto(request.Protocol, request.Body);
            var body = translation is null
                ? NativeBody.For(attempt, tier)
                : translation.Request(tier.Count == 0 ? request.Body.Body : Splice.Into(request.Body.Body.Span, tier));
            if (translation is not null)
                exchange.LeaveOut(translation.NotOffered, NotCarried(request, translation));
            return tenants.Into(body, attempt.Protocol, attempt.Upstream.AccountField, request.Funding.Hold.Subject.Owner.AccountId);
        }
        catch (UntranslatableException e)
        {
            refusal = new UpstreamFailure(e.ToApiError(), TryNext: true, CallVerdict.Unknown);
            return null;
        }
    }

    /// <summary>How each route of the request would be asked, in the order in which they are tried. Nothing is sent.</summary>
    public IReadOnlyList<RoutePreview> Preview(ForwardRequest request)
    {
        var previews = new List<RoutePreview>(request.Model.Routes.Count);
        // The credentials of an upstream are asked alike.
        foreach (var candidate in routes.For(request).All.DistinctBy(static candidate => candidate.Route))
        {
            var exchange = new Exchange(request, time);
            var attempt = new UpstreamAttempt(exchange, candidate, time);
            _ = Prepare(attempt, out var refusal);
            previews.Add(
                new RoutePreview(
                    candidate.Model,
                    candidate.Route,
                    attempt.Protocol,
                    attempt.Translation is not null,
                    attempt.OutputLimit,
                    exchange.FieldsNotCarried,
                    exchange.ToolsNotOffered,
                    refusal?.Error
                )
            );
        }

        return previews;
    }

    /// <summary>A body may have been translated once already, before its upstream was known.</summary>
    private static IReadOnlyList<string> NotCarried(ForwardRequest request, ITranslation translation) =>
        (request.Reshaped?.Then(translation.Tracker, request.Body.Body) ?? translation.Tracker).NotCarried;
}
