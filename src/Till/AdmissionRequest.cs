using Platform.Contracts;

namespace Platform.Till;

/// <summary>What the till weighs before a request may run.</summary>
/// <param name="Wanted">Set aside if there is that much.</param>
/// <param name="Least">Without that much the request is refused.</param>
/// <param name="SpendLimit">Of the owner's budget; null for none.</param>
/// <param name="HoldLifetime">The hold expires after this time unless it is renewed.</param>
/// <param name="RequestsPerMinute">Of the owner's API key.</param>
/// <param name="ConcurrentRequests">Of the owner's account.</param>
public sealed record AdmissionRequest(
    string RequestId,
    HoldOwner Owner,
    Money Wanted,
    Money Least,
    Money? SpendLimit,
    TimeSpan HoldLifetime,
    int RequestsPerMinute,
    int ConcurrentRequests
);
