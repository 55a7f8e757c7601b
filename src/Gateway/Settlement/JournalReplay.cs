namespace Platform.Gateway.Settlement;

/// <summary>Settles what the journal keeps, as soon as Redis takes it.</summary>
internal sealed partial class JournalReplay(Journal journal, TillSettlement till, TimeProvider time, ILogger<JournalReplay> log)
    : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                if (journal.Count > 0)
                    await journal.ReplayAsync(till.TrySettleAsync);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                // An exception that got out of here would end the gateway.
                LogFailed(log, journal.Count, e);
            }

            await Task.Delay(Interval, time, stoppingToken);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "{Count} settlements stay in the journal; they are tried again in half a second")]
    private static partial void LogFailed(ILogger log, int count, Exception exception);
}
