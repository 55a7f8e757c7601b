using Platform.Gateway.Errors;

namespace Platform.Gateway.Forwarding;

/// <summary>A failed attempt, as a value: what to answer the caller, and whether another route may do better.</summary>
internal sealed record UpstreamFailure(ApiError Error, bool TryNext);
