using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Platform.Usage.Intake;

/// <summary>What operators see of the intake.</summary>
internal sealed class IntakeTelemetry
{
    public static readonly ActivitySource Activities = new("Platform.Usage");

    private readonly Counter<long> booked,
        deadLetters;
    private readonly TimeProvider time;
    private volatile Backlog backlog = new(0, null);

    public IntakeTelemetry(IMeterFactory meters, TimeProvider time)
    {
        this.time = time;
        var meter = meters.Create("Platform.Usage");
        booked = meter.CreateCounter<long>("platform.usage.booked", "{attempt}", "Attempts written into the book");
        deadLetters = meter.CreateCounter<long>(
            "platform.usage.dead_letters",
            "{event}",
            "Events that could not be booked and were set aside"
        );
        meter.CreateObservableGauge("platform.usage.pending", () => backlog.Events, "{event}", "Events settled but not booked yet");
        meter.CreateObservableGauge(
            "platform.usage.lag",
            () => Lag(backlog.Oldest),
            "s",
            "Age of the oldest event not booked yet; 0 when there is none"
        );
    }

    public void Booked(int attempts, int dead)
    {
        booked.Add(attempts);
        deadLetters.Add(dead);
    }

    /// <summary>What waits, as seen just now. Until the next look it grows older, so a store that cannot be asked shows as well.</summary>
    public void Waiting(Backlog seen) => backlog = seen;

    private double Lag(DateTimeOffset? oldest) => oldest is { } since ? Math.Max(0, (time.GetUtcNow() - since).TotalSeconds) : 0;
}
