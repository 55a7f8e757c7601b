using System.Collections.Concurrent;
using Platform.Contracts;

namespace Platform.Gateway.Routes;

/// <summary>
/// The time to the first token of each route, as this gateway has measured it lately. Routes are compared in steps of two, and a step is
/// left only well beyond its border: conversations must not wander because a route is a little slower today.
/// </summary>
internal sealed class RouteSpeeds
{
    private const double Newest = 0.1,
        Border = 0.5;

    private const int MinSamples = 8,
        MaxStep = 3,
        MaxRoutes = 10_000;

    /// <summary>Faster than this nobody notices.</summary>
    private static readonly TimeSpan Least = TimeSpan.FromMilliseconds(200);

    private readonly ConcurrentDictionary<(string Upstream, string Model), Speed> speeds = new();

    public void Note(ModelRoute route, TimeSpan firstToken)
    {
        if (!speeds.TryGetValue((route.Upstream, route.UpstreamModel), out var speed))
        {
            if (speeds.Count >= MaxRoutes)
                speeds.Clear();
            speed = speeds.GetOrAdd((route.Upstream, route.UpstreamModel), static _ => new Speed());
        }

        speed.Note(firstToken < Least ? Least : firstToken);
    }

    /// <summary>The usual time in seconds; null where it has not been measured often enough.</summary>
    public double? Of(ModelRoute route) => Find(route)?.Seconds;

    /// <summary>What a route's weight is multiplied with: 1, or a half, a quarter, an eighth.</summary>
    /// <param name="fastest">The usual time of the fastest of the routes among which one is chosen, in seconds.</param>
    public double Factor(ModelRoute route, double fastest) => Find(route)?.Factor(fastest) ?? 1;

    private Speed? Find(ModelRoute route) => speeds.GetValueOrDefault((route.Upstream, route.UpstreamModel));

    private sealed class Speed
    {
        private readonly Lock gate = new();
        private double average;
        private int samples,
            step;

        public double? Seconds
        {
            get
            {
                lock (gate)
                    return samples >= MinSamples ? average : null;
            }
        }

        public void Note(TimeSpan firstToken)
        {
            lock (gate)
            {
                // The first are a plain mean, so that none of them counts for long.
                samples = Math.Min(samples + 1, int.MaxValue - 1);
                average += (firstToken.TotalSeconds - average) * Math.Max(Newest, 1.0 / samples);
            }
        }

        public double Factor(double fastest)
        {
            lock (gate)
            {
                if (samples < MinSamples)
                    return 1;
                var exact = Math.Log2(average / fastest);
                if (exact >= step + 1 || exact < step - Border)
                    step = Math.Clamp((int)Math.Floor(exact), 0, MaxStep);
                return 1.0 / (1 << step);
            }
        }
    }
}
