namespace Platform.Gateway.Health;

/// <summary>
/// Whether a credential may be used: it waits when its account is out of credit, and is paused when the upstream refuses it, until the
/// operator un-pauses it or its secret changes. After a 429 it rests for the model alone that was asked for.
/// </summary>
internal sealed class CredentialHealth(TrackedName name, HealthOptions options) : Tracked(name)
{
    private int refusalsInARow;
    private bool isAsked;

    /// <summary>What its account had left when the upstream said so last; null where it does not say.</summary>
    public Balance? Balance { get; set; }

    public ModelRests Rests { get; } = new(name, options);

    /// <summary>No question about it is under way.</summary>
    public bool IsSettled => !Volatile.Read(ref isAsked);

    public override Availability Look(TimeProvider time)
    {
        var known = Record;
        return known.State switch
        {
            HealthState.Up => Availability.Up,
            HealthState.Paused => Availability.Paused,
            HealthState.OutOfCredit => IsHalfOpen(time.GetUtcNow()) ? Availability.HalfOpen : Availability.Down,
            // A gateway of an older version lets it rest for all models.
            _ => known.IsDue(time.GetUtcNow()) ? Availability.Up : Availability.Down,
        };
    }

    /// <param name="budget">Where the call had its place; null where it had none.</param>
    /// <returns>The record that is new; null when nothing changed.</returns>
    public HealthRecord? Answered(ProbeBudget? budget, DateTimeOffset now)
    {
        if (Record.IsUp && Volatile.Read(ref refusalsInARow) == 0)
            return null;
        lock (Gate)
        {
            refusalsInARow = 0;
            if (!Record.IsDue(now))
                return null;
            // What was asked for before it ran out of credit is not the answer that is waited for.
            if (Record.State == HealthState.OutOfCredit && (!Tries(budget) || !budget.CountAnswer()))
                return null;
            return Replace(HealthState.Up, now);
        }
    }

    /// <param name="model">The upstream's name of the model that was asked for.</param>
    /// <returns>What changed; null when nothing did.</returns>
    public ModelRest? Limited(string model, int? statusCode, TimeSpan? retryAfter, DateTimeOffset now) =>
        options.MaxCoolDown > TimeSpan.Zero && Record.State is HealthState.Up or HealthState.CoolingDown
            ? Rests.Limited(model, statusCode, retryAfter, now)
            : null;

    /// <summary>The account of the credential has no credit left.</summary>
    /// <returns>The record that is new; null when nothing changed.</returns>
    public HealthRecord? OutOfCredit(int? statusCode, DateTimeOffset now)
    {
        lock (Gate)
        {
            var wasOutOfCredit = Record.State == HealthState.OutOfCredit;
            if (Record.IsPaused || (wasOutOfCredit && !Record.IsDue(now)))
                return null;
            var times = wasOutOfCredit ? Record.Times + 1 : 1;
            var until = now + Growing.Pause(options.OutOfCreditPause, TimeSpan.FromDays(1), times);
            return Replace(HealthState.OutOfCredit, wasOutOfCredit ? Record.Since : now, until, times, statusCode);
        }
    }

    /// <summary>
    /// The upstream refuses it. One refusal may be of the request (a vendor answers 403 to a prompt that it does not like), so the upstream
    /// is asked before the credential is paused; 401 in a row, which is about the credential by its meaning, needs no answer.
    /// </summary>
    /// <param name="ask">The upstream is to be asked whether it refuses the credential as such: <see cref="Asked"/>.</param>
    /// <returns>The record that is new; null when nothing changed.</returns>
    public HealthRecord? Refused(int? statusCode, DateTimeOffset now, out bool ask)
    {
        lock (Gate)
        {
            ask = false;
            if (Record.IsPaused)
                return null;
            if (statusCode != 403 && ++refusalsInARow >= options.Refusals)
                return Pause(statusCode, now);
            (ask, isAsked) = (!isAsked, true);
            return null;
        }
    }

    /// <summary>The upstream was asked whether it refuses the credential.</summary>
    /// <returns>The record that is new; null when nothing changed.</returns>
    public HealthRecord? Asked(int? statusCode, bool isRefused, DateTimeOffset now)
    {
        lock (Gate)
        {
            isAsked = false;
            return isRefused && !Record.IsPaused ? Pause(statusCode, now) : null;
        }
    }

    protected override void OnReplaced() => refusalsInARow = 0;

    private HealthRecord Pause(int? statusCode, DateTimeOffset now) => Replace(HealthState.Paused, now, times: 1, statusCode: statusCode);
}
