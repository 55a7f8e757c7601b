using Platform.ServiceDefaults;

namespace Platform.Usage.Background;

/// <summary>
/// Work that is never finished, done in turns once the schema is current. A turn that fails, whatever the reason, is tried
/// again after a growing but bounded delay; an outage is told once when it begins and once when it ends.
/// </summary>
internal abstract partial class RepeatingService(SqlMigrations migrations, TimeProvider time, ILogger log) : BackgroundService
{
    private static readonly TimeSpan FirstRetry = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LastRetry = TimeSpan.FromSeconds(3);

    protected TimeProvider Time => time;

    /// <summary>One turn; the answer is the pause before the next.</summary>
    protected abstract Task<TimeSpan> TurnAsync(CancellationToken cancellationToken);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await migrations.Completed.WaitAsync(stoppingToken);
        var failures = 0;
        while (!stoppingToken.IsCancellationRequested)
        {
            TimeSpan pause;
            try
            {
                pause = await TurnAsync(stoppingToken);
                if (failures > 0)
                    LogRecovered(log, failures);
                failures = 0;
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                if (failures++ == 0)
                    LogFailed(log, e);
                pause = Delay(failures);
            }

            await Task.Delay(pause, time, stoppingToken);
        }
    }

    private static TimeSpan Delay(int failures) =>
        TimeSpan.FromTicks(Math.Min(LastRetry.Ticks, FirstRetry.Ticks << Math.Min(failures - 1, 10)));

    [LoggerMessage(Level = LogLevel.Warning, Message = "Failed; trying again until it works")]
    private static partial void LogFailed(ILogger log, Exception exception);

    [LoggerMessage(Level = LogLevel.Information, Message = "Works again after {Failures} failures")]
    private static partial void LogRecovered(ILogger log, int failures);
}
