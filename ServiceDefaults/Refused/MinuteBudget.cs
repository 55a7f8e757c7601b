namespace Platform.ServiceDefaults.Refused;

/// <summary>So many a minute for each name. Names are forgotten when the minute ends, or when there are too many.</summary>
internal sealed class MinuteBudget(int perMinute, TimeProvider time)
{
    private const int MaxNames = 10_000;
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly Lock gate = new();
    private readonly Dictionary<string, int> taken = new(StringComparer.Ordinal);
    private long since = time.GetTimestamp();

    /// <summary>False when the name has had its share of this minute.</summary>
    public bool TryTake(string name)
    {
        lock (gate)
        {
            if (time.GetElapsedTime(since) >= Minute || taken.Count >= MaxNames)
            {
                taken.Clear();
                since = time.GetTimestamp();
            }

            var count = taken.GetValueOrDefault(name);
            taken[name] = count + 1;
            return count < perMinute;
        }
    }
}
