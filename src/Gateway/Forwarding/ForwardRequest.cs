using Platform.Contracts;
using Platform.Gateway.Billing;
using Platform.Gateway.Errors;
using Platform.Gateway.Protocols;
using Platform.Gateway.Translation.Tracking;
using Platform.Gateway.Upstreams;

namespace Platform.Gateway.Forwarding;

/// <summary>An admitted request, with all that forwarding needs.</summary>
/// <param name="StartedAt">When it arrived.</param>
/// <param name="ArrivedTimestamp">The same on the monotonic clock, from which the time to the first byte counts.</param>
/// <param name="Protocol">The protocol of the caller's request and answer.</param>
/// <param name="Body">
/// The caller's body. Where it continues a response, it contains the conversation up to <paramref name="PreviousResponse"/>.
/// </param>
/// <param name="Reshaped">The members of a body that was translated before its upstream was known; null where it was not.</param>
/// <param name="PreviousResponse">The id of the response that the request continues.</param>
/// <param name="Models">The model that is asked for, and its fallbacks, each with the routes that can answer.</param>
/// <param name="Upstreams">What the names in their routes mean; of the same catalogue.</param>
internal sealed record ForwardRequest(
    HttpContext Http,
    string RequestId,
    Dialect Dialect,
    DateTimeOffset StartedAt,
    long ArrivedTimestamp,
    Protocol Protocol,
    InferenceRequest Body,
    FieldTracker? Reshaped,
    string? PreviousResponse,
    IReadOnlyList<Model> Models,
    UpstreamSet Upstreams,
    Funding Funding
)
{
    /// <summary>The model that is asked for.</summary>
    public Model Model => Models[0];
}
