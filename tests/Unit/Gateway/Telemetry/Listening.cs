using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Platform.Tests.Unit.Gateway.Telemetry;

/// <summary>
/// Listens to the spans of our sources in one trace, and to the measurements of one model, so that those of other tests in this
/// process are left out.
/// </summary>
internal sealed class Listening : IDisposable
{
    private readonly ActivityListener spans;
    private readonly MeterListener meters = new();
    private readonly ConcurrentQueue<Activity> ended = new();
    private readonly ConcurrentQueue<Measured> measured = new();

    public Listening(string model = "")
    {
        spans = new ActivityListener
        {
            ShouldListenTo = source => source.Name.StartsWith("Platform.", StringComparison.Ordinal),
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = ended.Enqueue,
        };
        ActivitySource.AddActivityListener(spans);
        meters.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == "Platform.Gateway")
                listener.EnableMeasurementEvents(instrument);
        };
        meters.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Take(instrument, value, tags, model));
        meters.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Take(instrument, value, tags, model));
        meters.Start();
        Root = new Activity("test").Start();
    }

    /// <summary>Of the test itself; what it does is below.</summary>
    public Activity Root { get; }

    /// <summary>Those of this test's trace.</summary>
    public IReadOnlyList<Activity> Ended => [.. ended.Where(span => span.TraceId == Root.TraceId)];

    /// <summary>Those of traces of their own that are linked with it.</summary>
    public IReadOnlyList<Activity> Linked =>
        [.. ended.Where(span => span.TraceId != Root.TraceId && span.Links.Any(link => link.Context.TraceId == Root.TraceId))];

    /// <summary>Each as the instrument's name, its kind and unit, the value and the tags in order.</summary>
    public IReadOnlyList<Measured> Measurements => [.. measured];

    public static string Tags(Activity span) => string.Join(' ', span.TagObjects.Select(tag => $"{tag.Key}={Text(tag.Value)}"));

    public void Dispose()
    {
        Root.Dispose();
        spans.Dispose();
        meters.Dispose();
    }

    private void Take<T>(Instrument instrument, T value, ReadOnlySpan<KeyValuePair<string, object?>> tags, string model)
        where T : struct
    {
        foreach (var tag in tags)
            if (tag is { Key: "gen_ai.request.model", Value: string of } && of == model)
                measured.Enqueue(
                    new Measured(
                        instrument.Name,
                        instrument.GetType().Name.Split('`')[0] + " " + instrument.Unit,
                        Convert.ToDouble(value, null),
                        string.Join(' ', tags.ToArray().Select(tag => $"{tag.Key}={Text(tag.Value)}")),
                        (instrument as Instrument<T>)
                            ?.Advice?.HistogramBucketBoundaries?.Select(bound => Convert.ToDouble(bound, null))
                            .ToArray()
                            ?? []
                    )
                );
    }

    private static string Text(object? value) =>
        value is string[] texts ? string.Join(',', texts) : Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture)!;
}

internal sealed record Measured(string Name, string Kind, double Value, string Tags, double[] Buckets);
