using Platform.Gateway.Routes;

namespace Platform.Gateway.Forwarding;

internal static class RouteChoices
{
    /// <summary>The routes of an admitted request.</summary>
    public static RouteChoice For(this RouteChooser routes, ForwardRequest request) =>
        routes.Choose(
            request.Models,
            request.Upstreams,
            request.Http.Request,
            request.Body,
            request.Funding.Hold.Subject.Owner.AccountId,
            request.RequestId
        );
}
