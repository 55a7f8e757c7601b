using System.Diagnostics;
using Platform.Contracts;

namespace Platform.Usage.Intake;

/// <summary>
/// The booking of a batch in traces. A batch has events of many requests, so it is a trace of its own, with what PostgreSQL and Redis are
/// asked below it. In the trace of each request its usage records are booked too, and both are linked.
/// </summary>
internal sealed class BookingTrace : IDisposable
{
    /// <summary>As many as OpenTelemetry keeps of one span.</summary>
    private const int MaxLinks = 128;

    private readonly Activity batch;
    private readonly List<(ActivityContext Request, UsageEvent Event)> traced;
    private bool booked;

    private BookingTrace(Activity batch, List<(ActivityContext, UsageEvent)> traced) => (this.batch, this.traced) = (batch, traced);

    /// <summary>Null where nobody listens.</summary>
    public static BookingTrace? Start(IReadOnlyList<EventReading> readings)
    {
        if (!IntakeTelemetry.Activities.HasListeners())
            return null;
        var requests = readings
            .Select(reading => reading.Event)
            .OfType<UsageEvent>()
            .Select(e => (Request: RequestOf(e), Event: e))
            .Where(entry => entry.Request.TraceFlags.HasFlag(ActivityTraceFlags.Recorded))
            .ToList();
        var activity = IntakeTelemetry.Activities.StartActivity(
            "book usage",
            ActivityKind.Internal,
            default(ActivityContext),
            [new("platform.usage.events", readings.Count)],
            requests.Take(MaxLinks).Select(entry => new ActivityLink(entry.Request))
        );
        return activity is null ? null : new BookingTrace(activity, requests);
    }

    /// <summary>All of them are in the book. A batch that fails is read again, and its records are told then.</summary>
    public void Booked()
    {
        booked = true;
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
        if (!booked)
            batch.SetStatus(ActivityStatusCode.Error);
        batch.Dispose();
    }

    /// <summary>Of an event whose traceparent is none it is the default, which is not recorded.</summary>
    private static ActivityContext RequestOf(UsageEvent e) =>
        ActivityContext.TryParse(e.TraceParent, null, isRemote: true, out var request) ? request : default;
}
