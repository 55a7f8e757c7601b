using Platform.Contracts;
using Platform.Gateway.Billing;
using Platform.Gateway.Errors;
using Platform.Gateway.Forwarding;
using Platform.Gateway.Protocols;

namespace Platform.Gateway.Pipeline;

/// <summary>What would come of a request.</summary>
/// <param name="Hold">What would be set aside.</param>
/// <param name="Least">The request is refused if less is free.</param>
/// <param name="Available">What the key may spend now; null where it is too little, or where a limit refuses the request.</param>
/// <param name="Affordable">There is enough credit.</param>
/// <param name="Refusal">Why the request would be refused now: a want of credit, or a limit; null where it would not.</param>
/// <param name="CountedTokens">What it counts as against limits of tokens; null where there are none.</param>
/// <param name="Routes">In the order in which they are tried; none where no upstream is asked.</param>
internal sealed record Quote(
    QuotedEndpoint Endpoint,
    InferenceRequest Request,
    Money Hold,
    Money Least,
    CostEstimate Expected,
    CostEstimate Highest,
    Money? Available,
    bool Affordable,
    ApiError? Refusal,
    long? CountedTokens,
    IReadOnlyList<RoutePreview> Routes
)
{
    /// <summary>Of a count of tokens that the gateway makes itself.</summary>
    public static Quote Free(QuotedEndpoint endpoint, InferenceRequest request) =>
        new(endpoint, request, Money.Zero, Money.Zero, CostEstimate.None, CostEstimate.None, null, true, null, null, []);
}
