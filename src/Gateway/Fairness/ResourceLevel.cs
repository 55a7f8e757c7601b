using Platform.Contracts;

namespace Platform.Gateway.Fairness;

/// <summary>
/// What counts against the limits of one resource at this gateway: requests that run, and of requests and tokens what has not drained of the
/// last minute's. Not safe for use by several threads.
/// </summary>
internal sealed class ResourceLevel
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private double requests,
        tokens;
    private TimeSpan at;
    private int running;

    /// <summary>How long a request has to wait for its place; null until another ends.</summary>
    /// <param name="cost">Its tokens. One that counts as more than the limit waits until nothing counts.</param>
    public TimeSpan? Wait(RateLimits limits, long cost, TimeSpan now)
    {
        Drain(limits, now);
        if (running >= limits.ConcurrentRequests)
            return null;
        var wait = Time(requests + 1 - limits.RequestsPerMinute, limits.RequestsPerMinute);
        var forTokens = Time(tokens + Math.Min(cost, limits.TokensPerMinute ?? 0) - limits.TokensPerMinute, limits.TokensPerMinute);
        return wait > forTokens ? wait : forTokens;
    }

    public void Take(long cost)
    {
        running++;
        requests++;
        tokens += cost;
    }

    /// <summary>A request ended; what it used takes the place of what it counted as.</summary>
    public void End(long cost, long used)
    {
        running--;
        tokens = Math.Max(0, tokens + used - cost);
    }

    private static TimeSpan Time(double? excess, double? limit) =>
        excess is > 1e-6 ? Minute * (excess.Value / limit!.Value) : TimeSpan.Zero;

    private void Drain(RateLimits limits, TimeSpan now)
    {
        var passed = (now - at) / Minute;
        at = now;
        requests = limits.RequestsPerMinute is { } most ? Math.Max(0, requests - passed * most) : 0;
        tokens = limits.TokensPerMinute is { } all ? Math.Max(0, tokens - passed * all) : 0;
    }
}
