using Platform.Gateway.Errors;

namespace Platform.Gateway.Forwarding;

/// <summary>Why an attempt failed: the error for the caller, and whether another route may do better.</summary>
internal sealed record UpstreamFailure(ApiError Error, bool TryNext);
