using Platform.ServiceDefaults;

namespace Platform.Gateway.Settlement;

/// <summary>Settles what the journal keeps, as soon as Redis takes it.</summary>
internal sealed partial class JournalReplay(Journal journal, TillSettlement till, TimeProvider time, ILogger<JournalReplay> log)
    : RepeatingService(time, log)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

    protected override async Task<TimeSpan> TurnAsync(CancellationToken cancellationToken)
    {
        if (journal.Count > 0)
            await journal.ReplayAsync(till.TrySettleAsync);
        return Interval;
    }

    protected override TimeSpan RetryPause(int failures) => Interval;

    /// <summary>Logs every failure: operating.md judges the trouble by how long the line repeats.</summary>
    protected override void LogFailure(Exception exception, int failures) => LogFailed(Log, journal.Count, exception);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Count} settlements stay in the journal; they are tried again in half a second")]
    private static partial void LogFailed(ILogger log, int count, Exception exception);
}
