using System.Collections.Concurrent;

namespace Platform.Gateway.Rates;

/// <summary>
/// A rate for each name, in the memory of this gateway, by GCRA as in the till: the theoretical arrival time moves on by one interval for
/// each event and may run a minute ahead of the clock. Other gateways count for themselves.
/// </summary>
internal sealed class Rate(int perMinute, TimeProvider time)
{
    private const int MaxNames = 100_000;
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    // Rounded down, so that a whole burst fits into a minute.
    private readonly TimeSpan interval = TimeSpan.FromTicks(Minute.Ticks / perMinute);
    private readonly long start = time.GetTimestamp();
    private readonly ConcurrentDictionary<string, TimeSpan> arrivals = new(StringComparer.Ordinal);

    /// <summary>How long a name that may send one event has to be silent to send all of them.</summary>
    public TimeSpan Burst => Minute - interval;

    private TimeSpan Now => time.GetElapsedTime(start);

    /// <summary>The time until the name is within its rate; null when it is.</summary>
    public TimeSpan? Wait(string name) =>
        arrivals.TryGetValue(name, out var arrival) && arrival - Burst - Now is var wait && wait > TimeSpan.Zero ? wait : null;

    /// <summary>Counts one event.</summary>
    public void Count(string name) => MoveOn(name, arrival => arrival + interval);

    /// <summary>Puts the name beyond its rate for <paramref name="wait"/> at least.</summary>
    public void Limit(string name, TimeSpan wait)
    {
        var limited = Now + wait + Burst;
        MoveOn(name, arrival => arrival > limited ? arrival : limited);
    }

    private void MoveOn(string name, Func<TimeSpan, TimeSpan> next)
    {
        var now = Now;
        if (!arrivals.ContainsKey(name) && arrivals.Count >= MaxNames)
            Sweep(now);
        arrivals.AddOrUpdate(name, _ => next(now), (_, arrival) => next(arrival > now ? arrival : now));
    }

    /// <summary>Drops the names that were silent long enough; where there are none, all, because memory must end somewhere.</summary>
    private void Sweep(TimeSpan now)
    {
        foreach (var (name, arrival) in arrivals)
        {
            if (arrival <= now)
                arrivals.TryRemove(name, out _);
        }

        if (arrivals.Count >= MaxNames)
            arrivals.Clear();
    }
}
