using Platform.Gateway.Protocols;

namespace Platform.Gateway.Forwarding;

/// <summary>
/// The service tier <c>auto</c> lets a provider serve a request at a dearer tier than the one that is held. The tier at the usual price is
/// sent in its place.
/// </summary>
internal static class BaseTier
{
    public static IReadOnlyList<Splice> InsteadOfAuto(Protocol caller, InferenceRequest request) =>
        request.PricedAt("service_tier") is { } at && JsonText.Of(request.Body.Span[at]) == "auto"
            ? [new Splice(at, caller.IsAnthropic ? "\"standard_only\""u8.ToArray() : "\"default\""u8.ToArray())]
            : [];
}
