using System.Diagnostics;
using Platform.Contracts;

namespace Platform.Usage.Intake;

/// <summary>
/// The posting of a batch in traces. A batch has events of many requests, so it is a trace of its own, which contains the calls to
/// PostgreSQL and Redis. The trace of each request has a span for each of its usage records, linked with the batch.
/// </summary>
internal sealed class PostingTrace : IDisposable
{
    /// <summary>OpenTelemetry keeps at most this many links of one span.</summary>
    private const int MaxLinks = 128;

    private readonly Activity batch;
    private readonly List<(ActivityContext Request, UsageEvent Event)> traced;
    private bool posted;

    private PostingTrace(Activity batch, List<(ActivityContext, UsageEvent)> traced) => (this.batch, this.traced) = (batch, traced);

    /// <summary>Null when nobody listens.</summary>
    public static PostingTrace? Start(IReadOnlyList<EventReading> readings)
    {
        if (!IntakeTelemetry.Activities.HasListeners())
            return null;
        var requests = readings
            .Select(reading => reading.Event)
            .OfType<UsageEvent>()
            .Select(e => (Request: ParseParent(e), Event: e))
            .Where(entry => entry.Request.TraceFlags.HasFlag(ActivityTraceFlags.Recorded))
            .ToList();
        var activity = IntakeTelemetry.Activities.StartActivity(
            "book usage",
            ActivityKind.Internal,
            default(ActivityContext),
            [new("platform.usage.events", readings.Count)],
            requests.Take(MaxLinks).Select(entry => new ActivityLink(entry.Request))
        );
        return activity is null ? null : new PostingTrace(activity, requests);
    }

    /// <summary>
    /// Reports the batch as posted, and adds the spans of its records. Without this call, the span of the batch is an error; the batch is
    /// read again, and its records get their spans when it is posted.
    /// </summary>
    public void Posted()
    {
        posted = true;
        foreach (var (request, e) in traced)
        foreach (var attempt in e.Attempts)
        {
            using var record = IntakeTelemetry.Activities.StartActivity(
                "book usage record",
                ActivityKind.Consumer,
                request,
                [
                    new("platform.request_id", e.RequestId),
                    new("platform.attempt", attempt.Number),
                    new("platform.outcome", attempt.Outcome.ToString()),
                    new("platform.charge_nano_usd", attempt.Charge.NanoUsd),
                ],
                [new ActivityLink(batch.Context)],
                batch.StartTimeUtc
            );
        }
    }

    public void Dispose()
    {
        if (!posted)
            batch.SetStatus(ActivityStatusCode.Error);
        batch.Dispose();
    }

    /// <summary>The span that the event names; for an invalid traceparent the default, which is not recorded.</summary>
    private static ActivityContext ParseParent(UsageEvent e) =>
        ActivityContext.TryParse(e.TraceParent, null, isRemote: true, out var request) ? request : default;
}
