namespace Platform.Gateway.Health;

/// <summary>How many calls of the last while failed. It counts in slices of a tenth; whoever uses it does so alone.</summary>
internal sealed class SampleWindow(TimeSpan length)
{
    private const int Slices = 10;

    private readonly long sliceTicks = length.Ticks / Slices;
    private readonly (long Number, int Answered, int Failed)[] slices = new (long, int, int)[Slices];

    public void Count(bool failed, DateTimeOffset now)
    {
        ref var slice = ref slices[NumberOf(now) % Slices];
        if (slice.Number != NumberOf(now))
            slice = (NumberOf(now), 0, 0);
        if (failed)
            slice.Failed++;
        else
            slice.Answered++;
    }

    public (int All, int Failed) Sum(DateTimeOffset now)
    {
        var (all, failures, oldest) = (0, 0, NumberOf(now) - Slices);
        foreach (var (number, answered, failed) in slices)
        {
            if (number > oldest)
                (all, failures) = (all + answered + failed, failures + failed);
        }

        return (all, failures);
    }

    public void Clear() => Array.Clear(slices);

    private long NumberOf(DateTimeOffset time) => time.UtcTicks / sliceTicks;
}
