using Platform.Contracts;
using Platform.Till;

namespace Platform.Gateway.Billing;

/// <summary>The request for which credit is held, and whose credit it is.</summary>
/// <param name="SpendLimit">The spend limit of the owner's budget; null for none.</param>
/// <param name="PeriodLimit">What that budget may spend in each day, week or month; null for none.</param>
/// <param name="KeyLimits">The key's own; null for the gateway's.</param>
/// <param name="AccountLimits">The account's own; null for the gateway's.</param>
internal sealed record HoldSubject(
    string RequestId,
    HoldOwner Owner,
    Money? SpendLimit,
    PeriodLimit? PeriodLimit,
    RateLimits? KeyLimits = null,
    RateLimits? AccountLimits = null
);

/// <summary>The credit set aside for an admitted request. It may grow, and it ends exactly once, by settlement or by expiry.</summary>
/// <param name="granted">What admission set aside.</param>
/// <param name="freeCredit">All the credit that was free at that time: the most that could have been set aside.</param>
/// <param name="placedAt">When the till placed it, by its own clock.</param>
/// <param name="now">The timestamp at which it was set aside.</param>
/// <param name="marks">Where it counts as running; null where it does nowhere.</param>
internal sealed class ActiveHold(
    HoldSubject subject,
    Money granted,
    Money freeCredit,
    DateTimeOffset placedAt,
    long now,
    string? marks = null
)
{
    private long amount = granted.NanoUsd,
        renewedAt = now;

    private volatile string? marks = marks;

    public HoldSubject Subject => subject;

    /// <summary>As <see cref="Hold.Marks"/>.</summary>
    public string? Marks => marks;

    /// <summary>The credit set aside, including every increment.</summary>
    public Money Amount => new(Interlocked.Read(ref amount));

    public Money FreeCredit => freeCredit;

    /// <summary>The day, week and month in which the request counts.</summary>
    public DateTimeOffset PlacedAt => placedAt;

    /// <summary>The timestamp from which the hold's lifetime counts.</summary>
    public long RenewedAt => Interlocked.Read(ref renewedAt);

    /// <summary>It counts as running elsewhere from now on.</summary>
    public void Move(string? elsewhere) => marks = elsewhere;

    public void Extend(Money more, long at)
    {
        Interlocked.Add(ref amount, more.NanoUsd);
        Interlocked.Exchange(ref renewedAt, at);
    }
}
