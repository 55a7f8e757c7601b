namespace Platform.Gateway.Health;

/// <summary>
/// The circuit breaker of an upstream. It opens by failures in a row or by their share; after a time one gateway lets a few requests try
/// it; when more than half of them are answered it closes, and at a failure it opens for longer.
/// </summary>
internal sealed class Circuit(TrackedName name, HealthOptions options) : Tracked(name)
{
    private readonly SampleWindow window = new(options.Window);
    private int failuresInARow;

    public override Availability Look(TimeProvider time) =>
        Record.IsUp ? Availability.Up
        : IsHalfOpen(time.GetUtcNow()) ? Availability.HalfOpen
        : Availability.Down;

    /// <param name="budget">Where the call had its place; null where it had none. Of what began before it opened it shows nothing.</param>
    /// <returns>The record that is new; null when nothing changed.</returns>
    public HealthRecord? Answered(ProbeBudget? budget, DateTimeOffset now)
    {
        lock (Gate)
        {
            failuresInARow = 0;
            if (Record.IsUp)
            {
                window.Count(failed: false, now);
                return null;
            }

            if (!Tries(budget) || !budget.CountAnswer())
                return null;
            // How often it was open is kept, for the case that it opens again soon.
            return Replace(HealthState.Up, now, times: Record.Times);
        }
    }

    /// <param name="budget">As for <see cref="Answered"/>.</param>
    /// <returns>The record that is new; null when nothing changed.</returns>
    public HealthRecord? Failed(ProbeBudget? budget, int? statusCode, TimeSpan? retryAfter, DateTimeOffset now)
    {
        lock (Gate)
        {
            if (!Record.IsUp)
                return Tries(budget) ? Open(statusCode, retryAfter, now) : null;
            window.Count(failed: true, now);
            failuresInARow++;
            var (all, failed) = window.Sum(now);
            return
                failuresInARow >= options.ConsecutiveFailures
                || (all >= options.MinRequests && failed * 100L >= (long)all * options.FailurePercent)
                ? Open(statusCode, retryAfter, now)
                : null;
        }
    }

    /// <summary>It was asked and did not answer: it stays open for longer.</summary>
    public HealthRecord? StayOpen(int? statusCode, DateTimeOffset now)
    {
        lock (Gate)
            return Record.IsDue(now) ? Open(statusCode, null, now) : null;
    }

    protected override void OnReplaced()
    {
        window.Clear();
        failuresInARow = 0;
    }

    private HealthRecord Open(int? statusCode, TimeSpan? retryAfter, DateTimeOffset now)
    {
        var before = Record;
        // One that opens again soon after it closed has not recovered.
        var times =
            !before.IsUp ? before.Times + 1
            : before.Times > 0 && now - before.Since <= options.MaxBreak ? before.Times + 1
            : 1;
        var pause = Growing.Pause(options.Break, options.MaxBreak, times);
        if (retryAfter > pause)
            pause = retryAfter < options.MaxBreak ? retryAfter.Value : options.MaxBreak;
        return Replace(HealthState.Open, before.IsUp ? now : before.Since, now + pause, times, statusCode);
    }
}
