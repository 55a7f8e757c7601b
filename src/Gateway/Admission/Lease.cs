using Platform.Contracts;

namespace Platform.Gateway.Admission;

/// <summary>An admitted request's claim on credit. It ends exactly once, by settlement or by expiry.</summary>
public sealed record Lease(Money Hold);

/// <summary>Where a key stands against its rate limit; <paramref name="ResetAfter"/> is until all of it is free again.</summary>
public sealed record RateState(int Limit, int Remaining, TimeSpan ResetAfter);

/// <summary>Why the till admits or refuses; the numbers are those of <c>admit.lua</c>.</summary>
public enum AdmissionReason
{
    Admitted = 0,
    Closed = 1,
    Rate = 2,
    Concurrency = 3,
    Credit = 4,
    InFlight = 5,
    KeyLimit = 6,
}
