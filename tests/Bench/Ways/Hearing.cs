using Platform.Bench.Load;
using Platform.Bench.Measuring;

namespace Platform.Bench.Ways;

/// <summary>One way, measured once; times in microseconds, medians over its streams and over all their chunks.</summary>
/// <param name="Chunks">In each stream.</param>
/// <param name="PerSecond">Streams at full speed.</param>
internal sealed record Hearing(double FirstToken, double ChunkDelay, int Chunks, double PerSecond)
{
    /// <exception cref="InvalidOperationException">Streams of the same answer have different numbers of chunks.</exception>
    public static Hearing Of(IReadOnlyList<StreamTiming> streams, Window full)
    {
        var chunks = streams.Select(stream => stream.ChunkDelays.Count).Distinct().ToArray();
        if (chunks.Length > 1)
            throw new InvalidOperationException($"The same answer came in {string.Join(" and in ", chunks)} chunks.");
        return new Hearing(
            Median.Of(streams.Select(stream => stream.FirstToken)),
            Median.Of(streams.SelectMany(stream => stream.ChunkDelays)),
            chunks[0],
            full.PerSecond
        );
    }
}
