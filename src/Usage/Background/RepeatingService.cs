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
        try
        {
            await migrations.Completed.WaitAsync(stoppingToken);
            for (var failures = 0; ;)
            {
                var (succeeded, pause) = await TryTurnAsync(failures, stoppingToken);
                failures = succeeded ? 0 : failures + 1;
                await Task.Delay(pause, time, stoppingToken);
            }
        }
        catch (Exception) when (stoppingToken.IsCancellationRequested)
        {
            // Stopping. What was begun is found and finished by the next start.
        }
    }

    private async Task<(bool Succeeded, TimeSpan Pause)> TryTurnAsync(int failures, CancellationToken stoppingToken)
    {
        try
        {
            var pause = await TurnAsync(stoppingToken);
            if (failures > 0)
                LogRecovered(log, failures);
            return (true, pause);
        }
        catch (Exception e) when (!stoppingToken.IsCancellationRequested)
        {
            if (failures == 0)
                LogFailed(log, e);
            return (false, RetryDelay(failures));
        }
    }

    private static TimeSpan RetryDelay(int failures) =>
        TimeSpan.FromTicks(Math.Min(LastRetry.Ticks, FirstRetry.Ticks << Math.Min(failures, 10)));

    [LoggerMessage(Level = LogLevel.Warning, Message = "Failed; trying again until it works")]
    private static partial void LogFailed(ILogger log, Exception exception);

    [LoggerMessage(Level = LogLevel.Information, Message = "Works again after {Failures} failures")]
    private static partial void LogRecovered(ILogger log, int failures);
}
