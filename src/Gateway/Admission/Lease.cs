using Platform.Contracts;

namespace Platform.Gateway.Admission;

/// <summary>An admitted request's claim on credit. It may grow, and it ends exactly once, by settlement or by expiry.</summary>
/// <param name="granted">What admission set aside.</param>
/// <param name="reach">What was free then, for this and other requests: no more could have been set aside.</param>
/// <param name="now">The timestamp at which it was set aside.</param>
public sealed class Lease(Money granted, Money reach, long now)
{
    private long hold = granted.NanoUsd, renewedAt = now;

    /// <summary>What is set aside, with all that was added so far.</summary>
    public Money Hold => new(Interlocked.Read(ref hold));

    public Money Reach => reach;

    /// <summary>The timestamp from which the hold's lifetime counts.</summary>
    public long RenewedAt => Interlocked.Read(ref renewedAt);

    public void Extended(Money more, long at)
    {
        Interlocked.Add(ref hold, more.NanoUsd);
        Interlocked.Exchange(ref renewedAt, at);
    }
}

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
