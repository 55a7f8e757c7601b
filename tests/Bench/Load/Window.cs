using System.Diagnostics;

namespace Platform.Bench.Load;

/// <summary>
/// What the load generator saw in one measurement; <paramref name="Latencies"/> in the stopwatch's ticks, the shortest first.
/// </summary>
internal sealed record Window(TimeSpan Length, IReadOnlyList<long> Latencies)
{
    public int Requests => Latencies.Count;

    public double PerSecond => Requests / Length.TotalSeconds;

    /// <summary>The time, in milliseconds, within which <paramref name="part"/> of the answers had come to their end.</summary>
    public double Percentile(double part) =>
        Latencies[Math.Min((int)(Latencies.Count * part), Latencies.Count - 1)] * 1000.0 / Stopwatch.Frequency;
}
