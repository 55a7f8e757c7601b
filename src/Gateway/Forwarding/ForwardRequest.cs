using Platform.Contracts;
using Platform.Gateway.Billing;
using Platform.Gateway.Errors;
using Platform.Gateway.Protocols;
using Platform.Gateway.Translation.Tracking;

namespace Platform.Gateway.Forwarding;

/// <summary>An admitted request, with all that forwarding needs to know of it.</summary>
/// <param name="StartedAt">When it arrived.</param>
/// <param name="ArrivedTimestamp">The same on the monotonic clock, from which the time to the first byte counts.</param>
/// <param name="Protocol">In which the caller asks and is answered.</param>
/// <param name="Body">What is asked; it contains the words of <paramref name="PreviousResponse"/>, if it continues one.</param>
/// <param name="Reshaped">The members of a body that was translated before its upstream was known; null where it was not.</param>
/// <param name="PreviousResponse">The id of the response that the request continues.</param>
/// <param name="Model">With the routes to try, in order.</param>
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
    Model Model,
    Funding Funding
);
