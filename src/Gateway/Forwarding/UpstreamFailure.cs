using Platform.Gateway.Errors;
using Platform.Gateway.Health;

namespace Platform.Gateway.Forwarding;

/// <summary>Why an attempt failed: the error for the caller, and whether another route may do better.</summary>
/// <param name="Verdict">What it says of the upstream and our credential there.</param>
internal sealed record UpstreamFailure(ApiError Error, bool TryNext, CallVerdict Verdict = CallVerdict.Failed)
{
    /// <summary>The status that tells what is wrong, where that of HTTP does not: some answer 429 or 400 where no quota is left.</summary>
    public int? MeantStatus { get; init; }

    /// <summary>How long the upstream asks to be left alone; null where it says nothing.</summary>
    public TimeSpan? Wait { get; init; }
}
