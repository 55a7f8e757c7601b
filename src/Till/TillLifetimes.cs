namespace Platform.Till;

/// <summary>How long the till keeps what expires. Scripts receive these as arguments.</summary>
public static class TillLifetimes
{
    /// <summary>
    /// The state of a hold that has ended, by which a settlement or an expiry that is delivered again is recognised; and the note up to
    /// when settled requests are marked, which is lost together with them.
    /// </summary>
    public static readonly TimeSpan EndedHold = TimeSpan.FromDays(1);

    /// <summary>
    /// The state of a voided hold, which refuses an admission that arrives after its reversal: longer than a script can be under way.
    /// </summary>
    public static readonly TimeSpan VoidedHold = TimeSpan.FromHours(1);

    /// <summary>
    /// The mark of a ledger transaction whose amount the till has taken. It is needed until the ledger knows that too; this is far longer.
    /// </summary>
    public static readonly TimeSpan AppliedCredit = TimeSpan.FromDays(30);

    /// <summary>
    /// How long a shard stays open unless Usage or a gateway renews it. Redis keeps the time of expiry, not the span, so a till that is
    /// restored from an older state than this is closed.
    /// </summary>
    public static readonly TimeSpan Open = TimeSpan.FromSeconds(10);

    internal static long Seconds(TimeSpan lifetime) => (long)lifetime.TotalSeconds;

    internal static long Milliseconds(TimeSpan lifetime) => (long)lifetime.TotalMilliseconds;
}
