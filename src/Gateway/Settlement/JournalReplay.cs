namespace Platform.Gateway.Settlement;

/// <summary>Settles what the journal keeps, as soon as Redis takes it.</summary>
public sealed class JournalReplay(Journal journal, TillSettlement till, TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            if (journal.Count > 0)
                await journal.ReplayAsync(till.TrySettleAsync);
            await Task.Delay(Interval, time, stoppingToken);
        }
    }
}
