using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;

[assembly: HostingStartup(typeof(Platform.Tests.KillPoints.KillPointsStartup))]

namespace Platform.Tests.KillPoints;

/// <summary>
/// Puts the points of <see cref="KillPoint"/> around and into every request, by what the product shows anyway: its pipeline,
/// the spans of its calls, and its metrics. The product knows nothing of it.
/// </summary>
public sealed class KillPointsStartup : IHostingStartup, IStartupFilter
{
    public void Configure(IWebHostBuilder builder)
    {
        ListenToCalls();
        ListenToSettlements();
        builder.ConfigureServices(services => services.AddSingleton<IStartupFilter>(this));
    }

    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) =>
        app =>
        {
            app.Use(
                async (http, rest) =>
                {
                    if (http.Request.Headers[KillPoint.Header] is not [{ } point])
                    {
                        await rest(http);
                        return;
                    }

                    var kill = PendingKill.Current = new PendingKill(point);
                    kill.Reach(KillPoint.Arrived);
                    await rest(http);
                }
            );
            next(app);
        };

    private static void ListenToCalls() =>
        ActivitySource.AddActivityListener(
            new ActivityListener
            {
                ShouldListenTo = source => source.Name == "System.Net.Http",
                Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.PropagationData,
                ActivityStarted = _ => PendingKill.Current?.CallBegins(),
                ActivityStopped = _ => PendingKill.Current?.CallEnds(),
            }
        );

    /// <summary>The gateway counts a request just before it sends its settlement, and says how long that took once it is taken.</summary>
    private static void ListenToSettlements()
    {
        var listener = new MeterListener
        {
            InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Name is "platform.gateway.requests" or "platform.gateway.settlement.duration")
                    listener.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<long>((_, _, _, _) => PendingKill.Current?.Reach(KillPoint.Answered));
        listener.SetMeasurementEventCallback<double>((_, _, _, _) => PendingKill.Current?.Reach(KillPoint.Settled));
        listener.Start();
    }
}
