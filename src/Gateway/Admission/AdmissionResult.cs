using Platform.Gateway.Billing;
using Platform.Gateway.Errors;

namespace Platform.Gateway.Admission;

/// <summary>The result of admission.</summary>
/// <param name="Hold">The hold, or why there is none.</param>
/// <param name="Rate">The state of the rate limit, for admitted and refused requests; null when no limit was checked.</param>
internal readonly record struct AdmissionResult(StepResult<Funding> Hold, RateState? Rate);

/// <summary>The state of a key's rate limit; after <paramref name="ResetAfter"/> all of it is free again.</summary>
internal sealed record RateState(int Limit, int Remaining, TimeSpan ResetAfter);
