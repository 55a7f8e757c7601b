namespace Platform.Gateway.Health;

/// <summary>
/// The few requests that something half-open admits, for a time. A request that ends without showing anything returns its place; one that
/// takes longer than the time still shows what it shows.
/// </summary>
/// <param name="tried">What was known when they began: of what another record says, they show nothing.</param>
internal sealed class ProbeBudget(HealthRecord tried, int requests, DateTimeOffset until)
{
    private int left = requests;
    private int answersNeeded = (requests / 2) + 1;
    private long reservedUntil;

    public HealthRecord Tried => tried;

    public DateTimeOffset Until => until;

    /// <summary>Until then the places are those of <see cref="IOperatorProbe"/>.</summary>
    public DateTimeOffset ReservedUntil
    {
        get => new(Volatile.Read(ref reservedUntil), TimeSpan.Zero);
        set => Volatile.Write(ref reservedUntil, value.UtcTicks);
    }

    public bool IsOver(DateTimeOffset now) => now >= until;

    /// <summary>A place for a request of a customer.</summary>
    public bool TryTake(DateTimeOffset now) => now >= ReservedUntil && TryTakeReserved(now);

    /// <summary>A place for a request of the operator's own.</summary>
    public bool TryTakeReserved(DateTimeOffset now)
    {
        if (IsOver(now))
            return false;
        for (var seen = Volatile.Read(ref left); seen > 0; )
        {
            var found = Interlocked.CompareExchange(ref left, seen - 1, seen);
            if (found == seen)
                return true;
            seen = found;
        }

        return false;
    }

    /// <summary>Called once for each place that was taken and is not used.</summary>
    public void Return() => Interlocked.Increment(ref left);

    /// <summary>True when more than half of the requests were answered.</summary>
    public bool CountAnswer() => Interlocked.Decrement(ref answersNeeded) == 0;
}
