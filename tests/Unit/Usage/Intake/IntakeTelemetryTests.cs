using System.Diagnostics.Metrics;
using Microsoft.Extensions.Time.Testing;
using Platform.Usage.Intake;
using Xunit;

namespace Platform.Tests.Unit.Usage.Intake;

public sealed class IntakeTelemetryTests
{
    [Fact]
    public void Lag_is_the_age_of_the_oldest_event_and_grows_until_the_next_read()
    {
        using var services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        var telemetry = new IntakeTelemetry(
            services.GetRequiredService<IMeterFactory>(),
            new FakeTimeProvider(DateTimeOffset.FromUnixTimeSeconds(1_000))
        );

        Assert.Equal((0, 0), Read(services));
        telemetry.BacklogRead(new Backlog(7, Backlog.ParseTime("970500-3")));
        Assert.Equal((7, 29.5), Read(services));
        // Redis's clock may be ahead of ours.
        telemetry.BacklogRead(new Backlog(1, Backlog.ParseTime("1000001-0")));
        Assert.Equal((1, 0), Read(services));
        telemetry.BacklogRead(new Backlog(0, null));
        Assert.Equal((0, 0), Read(services));
    }

    private static (long Pending, double Lag) Read(IServiceProvider services)
    {
        var (pending, lag) = (-1L, -1.0);
        using var listener = new MeterListener();
        var ours = services.GetRequiredService<IMeterFactory>();
        listener.InstrumentPublished = (instrument, self) =>
        {
            if (instrument.Meter.Scope == ours)
                self.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<long>(
            (instrument, value, _, _) => pending = instrument.Name == "platform.usage.pending" ? value : pending
        );
        listener.SetMeasurementEventCallback<double>(
            (instrument, value, _, _) => lag = instrument.Name == "platform.usage.lag" ? value : lag
        );
        listener.Start();
        listener.RecordObservableInstruments();
        return (pending, lag);
    }
}
