using Platform.Contracts;
using Platform.Gateway.Admission;
using Platform.Gateway.Telemetry;

namespace Platform.Gateway.Settlement;

/// <summary>
/// Step 7: hold -> charge or release, together with the usage event. It runs however the request ended, under no token of the
/// client's; what Redis does not take goes to the <see cref="Journal"/>. The client, who has its answer, does not wait for it: what it asks
/// for next stands behind it in the same <see cref="TillQueue"/>. The gateway does, before it ends.
/// </summary>
internal sealed partial class Settler(TillSettlement till, Journal journal, LiveLeases live, TimeProvider time, ILogger<Settler> log) : IHostedService
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(20);

    public void Settle(UsageEvent usage) => _ = SettleAsync(PendingSettlement.Of(usage));

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Returns when all that began is settled or in the journal. The server takes no requests any more.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        while (live.Count > 0)
            await Task.Delay(Look, time, cancellationToken);
    }

    private async Task SettleAsync(PendingSettlement settlement)
    {
        try
        {
            var since = time.GetTimestamp();
            if (!await till.TrySettleAsync(settlement))
                await journal.KeepAsync(settlement);
            RequestTelemetry.Settled(time.GetElapsedTime(since));
        }
        catch (Exception e)
        {
            LogLost(log, settlement.RequestId, settlement.Charge, e);
        }
        finally
        {
            live.End(settlement.RequestId);
        }
    }

    [LoggerMessage(Level = LogLevel.Critical, Message = "The settlement of {RequestId} over {Charge} failed, and only its hold is left of it")]
    private static partial void LogLost(ILogger log, string requestId, Money charge, Exception exception);
}
