using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Platform.Usage.Intake;

/// <summary>What operators see of the intake.</summary>
internal sealed class IntakeTelemetry
{
    public static readonly ActivitySource Activities = new("Platform.Usage");

    private readonly Counter<long> booked, deadLetters;
    private long pending;

    public IntakeTelemetry(IMeterFactory meters)
    {
        var meter = meters.Create("Platform.Usage");
        booked = meter.CreateCounter<long>("platform.usage.booked", "{attempt}", "Attempts written into the book");
        deadLetters = meter.CreateCounter<long>("platform.usage.dead_letters", "{event}", "Events that could not be booked and were set aside");
        meter.CreateObservableGauge("platform.usage.pending", () => Volatile.Read(ref pending), "{event}", "Events settled but not booked yet");
    }

    public void Booked(int attempts, int dead)
    {
        booked.Add(attempts);
        deadLetters.Add(dead);
    }

    public void Pending(long events) => Volatile.Write(ref pending, events);
}
