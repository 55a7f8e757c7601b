using Platform.Gateway.Billing;
using Platform.Gateway.Errors;

namespace Platform.Gateway.Admission;

/// <summary>What admission found.</summary>
/// <param name="Hold">The hold, or why there is none.</param>
/// <param name="Rate">Of refused and admitted requests alike; null when no limit was checked.</param>
internal readonly record struct AdmissionResult(StepResult<Funding> Hold, RateState? Rate);

/// <summary>Where a key stands against its rate limit; <paramref name="ResetAfter"/> is until all of it is free again.</summary>
internal sealed record RateState(int Limit, int Remaining, TimeSpan ResetAfter);
