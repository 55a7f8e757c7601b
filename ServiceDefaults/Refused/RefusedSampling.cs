namespace Platform.ServiceDefaults.Refused;

/// <summary>
/// Bounds what a flood leaves: of each key and error the first 20 of a minute are told one by one, after them one every two seconds, with
/// how many it stands for. So sums stay exact, and a flood of one error hides no other.
/// </summary>
internal sealed class RefusedSampling(TimeProvider time)
{
    private const int OneByOne = 20,
        MaxTallies = 10_000;

    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1),
        Spacing = TimeSpan.FromSeconds(2);

    private readonly Lock gate = new();
    private readonly Dictionary<(string KeyId, string Code, bool Verified), Tally> tallies = [];

    /// <summary>
    /// True where the call is to be told now, by itself. False where it is counted, and told by <see cref="Due"/>; null where there is no
    /// room to count it.
    /// </summary>
    public bool? Take(RefusedCall call)
    {
        var name = (call.KeyId, call.Code, call.Verified);
        lock (gate)
        {
            var now = time.GetTimestamp();
            if (!tallies.TryGetValue(name, out var tally))
            {
                if (tallies.Count >= MaxTallies)
                    return null;
                tallies[name] = tally = new Tally { Since = now };
            }

            if (time.GetElapsedTime(tally.Since, now) >= Minute)
                (tally.Since, tally.Told) = (now, 0);
            if (tally.Waiting == 0 && tally.Told < OneByOne)
            {
                tally.Told++;
                tally.ToldAt = now;
                return true;
            }

            tally.Waiting++;
            tally.Latest = call;
            return false;
        }
    }

    /// <summary>The entries of what was counted, where the time for one has come; at the end of the service all.</summary>
    public IReadOnlyList<(RefusedCall Call, int Count)> Due(bool all = false)
    {
        lock (gate)
        {
            var due = new List<(RefusedCall, int)>();
            var now = time.GetTimestamp();
            foreach (var (name, tally) in tallies)
            {
                if (tally.Waiting > 0 && (all || time.GetElapsedTime(tally.ToldAt, now) >= Spacing))
                {
                    due.Add((tally.Latest!, tally.Waiting));
                    (tally.Waiting, tally.Latest, tally.ToldAt) = (0, null, now);
                }
                else if (tally.Waiting == 0 && time.GetElapsedTime(tally.Since, now) >= Minute)
                    tallies.Remove(name);
            }

            return due;
        }
    }

    private sealed class Tally
    {
        public long Since { get; set; }

        public int Told { get; set; }

        public long ToldAt { get; set; }

        public int Waiting { get; set; }

        public RefusedCall? Latest { get; set; }
    }
}
