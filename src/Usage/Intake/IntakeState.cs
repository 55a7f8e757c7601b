namespace Platform.Usage.Intake;

internal enum IntakePhase
{
    /// <summary>Nothing is known of Redis and of unfinished entries: at the start, and after any failure.</summary>
    Starting,

    /// <summary>Reads the entries that this consumer owns and has not acknowledged.</summary>
    Recovering,

    /// <summary>Reads new entries; the last read returned some.</summary>
    Reading,

    /// <summary>Reads new entries; the last read returned none.</summary>
    Idle,
}

/// <summary>
/// The state of the intake loop and its transitions, without any input or output. Times are monotonic.
/// <code>
/// any phase   a step failed                        -> Starting
/// Starting    the consumer groups exist            -> Recovering, and a claim is due
/// any phase   entries of dead consumers claimed    -> Recovering
/// Idle        the backlog is not empty             -> Recovering
/// Recovering  a batch was posted                   -> Recovering
/// others      a batch was posted                   -> Reading
/// any phase   nothing was read                     -> Idle
/// </code>
/// </summary>
/// <param name="ClaimedAt">When entries of dead consumers were last claimed; null when a claim is due.</param>
/// <param name="BacklogReadAt">When the backlog was last read; null before the first time.</param>
internal sealed record IntakeState(IntakePhase Phase, TimeSpan? ClaimedAt = null, TimeSpan? BacklogReadAt = null)
{
    public static readonly IntakeState Initial = new(IntakePhase.Starting);

    /// <summary>
    /// A database transaction costs as much as some thirty events in it. After a smaller batch than this, a pause lets the next one grow.
    /// </summary>
    public const int LargeBatch = 1_000;

    public static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    public static readonly TimeSpan ClaimInterval = TimeSpan.FromSeconds(10),
        BacklogInterval = TimeSpan.FromSeconds(1);

    public bool IsClaimDue(TimeSpan now) => ClaimedAt is not { } last || now - last > ClaimInterval;

    public bool IsBacklogDue(TimeSpan now) => BacklogReadAt is not { } last || now - last > BacklogInterval;

    public IntakeState Failed() => this with { Phase = IntakePhase.Starting };

    public IntakeState GroupsEnsured() => this with { Phase = IntakePhase.Recovering, ClaimedAt = null };

    public IntakeState Claimed(bool any, TimeSpan now) => this with { Phase = any ? IntakePhase.Recovering : Phase, ClaimedAt = now };

    /// <summary>
    /// Events in the stream although a read for new ones returned none were read before. Redis may have returned from an older state in
    /// which this consumer owns them.
    /// </summary>
    public IntakeState BacklogRead(long events, TimeSpan now) =>
        this with
        {
            Phase = Phase == IntakePhase.Idle && events > 0 ? IntakePhase.Recovering : Phase,
            BacklogReadAt = now,
        };

    /// <param name="entries">How many entries were read and posted.</param>
    /// <returns>The next state, and the pause before the next turn.</returns>
    public (IntakeState Next, TimeSpan Pause) BatchPosted(int entries)
    {
        var recovering = Phase == IntakePhase.Recovering;
        var next =
            entries == 0 ? IntakePhase.Idle
            : recovering ? IntakePhase.Recovering
            : IntakePhase.Reading;
        // After the last entry of its own, the consumer reads new ones at once.
        var pause = entries >= LargeBatch || (recovering && entries == 0) ? TimeSpan.Zero : Pause;
        return (this with { Phase = next }, pause);
    }
}
