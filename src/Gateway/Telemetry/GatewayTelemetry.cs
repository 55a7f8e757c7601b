using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Platform.Gateway.Telemetry;

/// <summary>
/// The gateway's source of spans, and its metrics: names, units and buckets of OpenTelemetry's GenAI conventions where they have one
/// (github.com/open-telemetry/semantic-conventions-genai, docs/gen-ai), else our own <c>platform.*</c>.
/// </summary>
internal static class GatewayTelemetry
{
    private const string Name = "Platform.Gateway";

    private static readonly Meter Meter = new(Name);

    private static readonly InstrumentAdvice<double> Seconds = new()
    {
        HistogramBucketBoundaries = [0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92],
    };

    public static ActivitySource Source { get; } = new(Name);

    // As a client of the upstreams.
    public static Histogram<long> TokenUsage { get; } =
        Meter.CreateHistogram(
            "gen_ai.client.token.usage",
            "{token}",
            "Number of input and output tokens used.",
            tags: null,
            new InstrumentAdvice<long>
            {
                HistogramBucketBoundaries = [1, 4, 16, 64, 256, 1024, 4096, 16384, 65536, 262144, 1048576, 4194304, 16777216, 67108864],
            }
        );

    public static Histogram<double> OperationDuration { get; } =
        Meter.CreateHistogram("gen_ai.client.operation.duration", "s", "GenAI operation duration.", tags: null, Seconds);

    public static Histogram<double> TimeToFirstChunk { get; } =
        Meter.CreateHistogram(
            "gen_ai.client.operation.time_to_first_chunk",
            "s",
            "Time to receive the first chunk of a stream.",
            tags: null,
            Seconds
        );

    // As the server of our callers.
    public static Histogram<double> RequestDuration { get; } =
        Meter.CreateHistogram("gen_ai.server.request.duration", "s", "From arrival to settlement.", tags: null, Seconds);

    public static Histogram<double> TimeToFirstToken { get; } =
        Meter.CreateHistogram(
            "gen_ai.server.time_to_first_token",
            "s",
            "From arrival to the first byte of a successful answer.",
            tags: null,
            new InstrumentAdvice<double>
            {
                HistogramBucketBoundaries = [0.001, 0.005, 0.01, 0.02, 0.04, 0.06, 0.08, 0.1, 0.25, 0.5, 0.75, 1.0, 2.5, 5.0, 7.5, 10.0],
            }
        );

    public static Histogram<double> TimePerOutputToken { get; } =
        Meter.CreateHistogram(
            "gen_ai.server.time_per_output_token",
            "s",
            "Of a successful stream, for each token after the first.",
            tags: null,
            new InstrumentAdvice<double>
            {
                HistogramBucketBoundaries = [0.01, 0.025, 0.05, 0.075, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.75, 1.0, 2.5],
            }
        );

    // Our own.
    public static Counter<long> Requests { get; } =
        Meter.CreateCounter<long>("platform.gateway.requests", "{request}", "Requests that ended, by model and outcome");

    public static Counter<long> Charged { get; } = Meter.CreateCounter<long>("platform.gateway.charged", "nUSD", "Charges by model");

    public static Counter<long> Shed { get; } =
        Meter.CreateCounter<long>("platform.gateway.shed", "{request}", "Requests that were refused because the gateway was full");

    public static Counter<long> UsageDoubted { get; } =
        Meter.CreateCounter<long>(
            "platform.gateway.usage.doubted",
            "{attempt}",
            "Usage reports of upstreams that are not believed, by upstream and reason"
        );

    public static Counter<long> Failovers { get; } =
        Meter.CreateCounter<long>(
            "platform.gateway.failovers",
            "{attempt}",
            "Attempts after which another route may be tried, by the upstream and credential that failed and the reason"
        );

    public static Counter<long> InputTokens { get; } =
        Meter.CreateCounter<long>(
            "platform.gateway.input_tokens",
            "{token}",
            "Input of charged attempts, by upstream, credential and what the route was chosen by"
        );

    public static Counter<long> CachedInputTokens { get; } =
        Meter.CreateCounter<long>(
            "platform.gateway.cached_input_tokens",
            "{token}",
            "The part of platform.gateway.input_tokens that upstreams read from their caches"
        );

    public static Counter<long> WrittenOff { get; } =
        Meter.CreateCounter<long>(
            "platform.gateway.written_off",
            "nUSD",
            "Costs that no hold or credit paid, by upstream where it is known when the attempt ends"
        );

    public static UpDownCounter<long> UpstreamWaiting { get; } =
        Meter.CreateUpDownCounter<long>("platform.gateway.upstream.waiting", "{request}", "Requests that wait for an upstream's limit");

    public static Histogram<double> UpstreamWait { get; } =
        Meter.CreateHistogram(
            "platform.gateway.upstream.wait",
            "s",
            "How long requests waited that could not go on at once",
            tags: null,
            Seconds
        );

    public static Counter<long> UpstreamRefused { get; } =
        Meter.CreateCounter<long>("platform.gateway.upstream.refused", "{request}", "Requests that found no place at an upstream in time");

    public static Histogram<double> Settlement { get; } =
        Meter.CreateHistogram<double>("platform.gateway.settlement.duration", "s", "Until the till, or else the journal, has a settlement");
}
