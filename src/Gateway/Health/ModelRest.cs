namespace Platform.Gateway.Health;

/// <summary>
/// Whether a credential may be used for one model: it rests after a 429. Most vendors limit each model by itself, so the others are asked
/// with it meanwhile; where the limit is of the whole account, each of them says so by a 429 of its own.
/// </summary>
internal sealed class ModelRest(TrackedName name, HealthOptions options) : Tracked(name)
{
    /// <summary>A rest is prolonged only by so much or more, so that a burst of 429 is one change and not a hundred.</summary>
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(500);

    /// <summary>How long it is remembered after it is over: the next one is longer within that time.</summary>
    private static readonly TimeSpan Memory = TimeSpan.FromMinutes(10);

    /// <summary>The upstream's name of the model.</summary>
    public string Model => Name.Model!;

    public override Availability Look(TimeProvider time) => IsOver(time.GetUtcNow()) ? Availability.Up : Availability.Down;

    public bool IsOver(DateTimeOffset now)
    {
        var known = Record;
        return known.IsUp || known.IsDue(now);
    }

    /// <summary>Whether nobody needs to know of it any more. It is so in all gateways at the same time.</summary>
    public static bool IsForgotten(HealthRecord record, DateTimeOffset now) => (record.Until ?? record.Since) + Memory <= now;

    /// <returns>The record that is new; null when nothing changed.</returns>
    public HealthRecord? Answered(DateTimeOffset now)
    {
        if (Record.IsUp)
            return null;
        lock (Gate)
            return Record.IsDue(now) ? Replace(HealthState.Up, now) : null;
    }

    /// <returns>The record that is new; null when nothing changed.</returns>
    public HealthRecord? Limited(int? statusCode, TimeSpan? retryAfter, DateTimeOffset now)
    {
        lock (Gate)
        {
            var isResting = !IsOver(now);
            var times = isResting ? Record.Times : Record.Times + 1;
            var rest = retryAfter ?? Growing.Pause(options.CoolDown, options.MaxCoolDown, times);
            var until = now + (rest < options.MaxCoolDown ? rest : options.MaxCoolDown);
            if (until <= now || (isResting && until < Record.Until + Step))
                return null;
            return Replace(HealthState.CoolingDown, isResting ? Record.Since : now, until, times, statusCode);
        }
    }

    protected override void OnReplaced() { }
}
