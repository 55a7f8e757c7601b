namespace Platform.Bench.Load;

/// <summary>What one stream was to its caller, in microseconds.</summary>
/// <param name="FirstToken">From the request to the first event that has text.</param>
/// <param name="ChunkDelays">Of each event that has text: from the moment at which the upstream began to send it until it was read.</param>
internal sealed record StreamTiming(double FirstToken, IReadOnlyList<double> ChunkDelays);
