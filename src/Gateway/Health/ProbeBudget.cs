namespace Platform.Gateway.Health;

/// <summary>
/// The few requests that something half-open admits, for a time. A request that ends without showing anything returns its place.
/// </summary>
internal sealed class ProbeBudget(int requests, DateTimeOffset until)
{
    private int left = requests;
    private int answersNeeded = (requests / 2) + 1;

    public DateTimeOffset Until => until;

    public bool IsOver(DateTimeOffset now) => now >= until;

    public bool TryTake(DateTimeOffset now)
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
