using Platform.Contracts;
using Platform.Gateway.Admission;
using Platform.Gateway.Telemetry;

namespace Platform.Gateway.Settlement;

/// <summary>
/// Step 7: turns the hold into a charge or releases it, and emits the usage event. It runs however the request ended, under no token of the
/// client's; a settlement that Redis does not take goes to the <see cref="Journal"/>. The client has its answer and does not wait for it:
/// its next request stands behind the settlement in the same <see cref="Platform.Till.TillQueue"/>. The gateway waits for it before it
/// ends.
/// </summary>
internal sealed partial class SettlementStep(
    TillSettlement till,
    Journal journal,
    ActiveHolds holds,
    TimeProvider time,
    ILogger<SettlementStep> log
) : IHostedService
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(20);

    public void Settle(UsageEvent usage) => _ = SettleAsync(PendingSettlement.From(usage));

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>
    /// Returns when every settlement that began is in the till or in the journal. The server accepts no requests any more. Not a
    /// <see cref="ServiceDefaults.RepeatingService"/>: it waits once, when the host stops, and no longer than the host's shutdown timeout.
    /// </summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        while (holds.Count > 0)
            await Task.Delay(PollInterval, time, cancellationToken);
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
            holds.End(settlement.RequestId);
        }
    }

    [LoggerMessage(
        Level = LogLevel.Critical,
        Message = "The settlement of {RequestId} over {Charge} failed, and only its hold is left of it"
    )]
    private static partial void LogLost(ILogger log, string requestId, Money charge, Exception exception);
}
