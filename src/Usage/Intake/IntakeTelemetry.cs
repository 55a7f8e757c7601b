using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Platform.Usage.Intake;

/// <summary>The metrics and traces of the intake.</summary>
internal sealed class IntakeTelemetry
{
    public static readonly ActivitySource Activities = new("Platform.Usage");

    private readonly Counter<long> posted,
        deadLetters;
    private readonly TimeProvider time;
    private volatile Backlog backlog = new(0, null);

    public IntakeTelemetry(IMeterFactory meters, TimeProvider time)
    {
        this.time = time;
        var meter = meters.Create("Platform.Usage");
        posted = meter.CreateCounter<long>("platform.usage.booked", "{attempt}", "Attempts posted to the ledger");
        deadLetters = meter.CreateCounter<long>(
            "platform.usage.dead_letters",
            "{event}",
            "Events that could not be posted and were set aside"
        );
        meter.CreateObservableGauge("platform.usage.pending", () => backlog.Events, "{event}", "Events settled but not posted yet");
        meter.CreateObservableGauge(
            "platform.usage.lag",
            () => Lag(backlog.Oldest),
            "s",
            "Age of the oldest event not posted yet; 0 when there is none"
        );
    }

    public void Posted(int attempts, int dead)
    {
        posted.Add(attempts);
        deadLetters.Add(dead);
    }

    /// <summary>
    /// Keeps the backlog for the metrics. Its age grows until the next call, so an unavailable Redis shows as a growing lag.
    /// </summary>
    public void BacklogRead(Backlog read) => backlog = read;

    private double Lag(DateTimeOffset? oldest) => oldest is { } since ? Math.Max(0, (time.GetUtcNow() - since).TotalSeconds) : 0;
}
