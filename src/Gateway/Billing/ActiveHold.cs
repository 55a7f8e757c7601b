using Platform.Contracts;
using Platform.Till;

namespace Platform.Gateway.Billing;

/// <summary>The request for which credit is held, and whose credit it is.</summary>
/// <param name="SpendLimit">Of the owner's budget; null for none.</param>
/// <param name="StartedAt">When the request arrived.</param>
internal sealed record HoldSubject(string RequestId, HoldOwner Owner, Money? SpendLimit, DateTimeOffset StartedAt);

/// <summary>The credit that an admitted request has set aside. It may grow, and it ends exactly once, by settlement or by expiry.</summary>
/// <param name="granted">What admission set aside.</param>
/// <param name="reach">What was free then, for this and other requests: no more could have been set aside.</param>
/// <param name="now">The timestamp at which it was set aside.</param>
internal sealed class ActiveHold(HoldSubject subject, Money granted, Money reach, long now)
{
    private long amount = granted.NanoUsd,
        renewedAt = now;

    public HoldSubject Subject => subject;

    /// <summary>What is set aside, with all that was added so far.</summary>
    public Money Amount => new(Interlocked.Read(ref amount));

    public Money Reach => reach;

    /// <summary>The timestamp from which the hold's lifetime counts.</summary>
    public long RenewedAt => Interlocked.Read(ref renewedAt);

    public void Extend(Money more, long at)
    {
        Interlocked.Add(ref amount, more.NanoUsd);
        Interlocked.Exchange(ref renewedAt, at);
    }
}
