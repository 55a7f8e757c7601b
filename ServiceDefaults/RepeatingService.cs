using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Platform.ServiceDefaults;

/// <summary>
/// Background work in turns. A turn that fails is repeated after a pause, by default of 0.2 to 3 seconds, doubling each time; the first
/// failure and the recovery are logged.
/// </summary>
public abstract partial class RepeatingService : BackgroundService
{
    private static readonly TimeSpan FirstRetry = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LastRetry = TimeSpan.FromSeconds(3);

    private readonly Task startAfter;

    /// <summary>Begins when the host starts.</summary>
    protected RepeatingService(TimeProvider time, ILogger log)
        : this(Task.CompletedTask, time, log) { }

    /// <summary>Begins when the schema is current.</summary>
    protected RepeatingService(SqlMigrations migrations, TimeProvider time, ILogger log)
        : this(migrations.Completed, time, log) { }

    private RepeatingService(Task startAfter, TimeProvider time, ILogger log) => (this.startAfter, Time, Log) = (startAfter, time, log);

    protected TimeProvider Time { get; }

    protected ILogger Log { get; }

    /// <summary>Does one turn.</summary>
    /// <returns>The pause before the next turn; <see cref="Timeout.InfiniteTimeSpan"/> when none is to follow.</returns>
    protected abstract Task<TimeSpan> TurnAsync(CancellationToken cancellationToken);

    /// <summary>Whether a turn that failed with <paramref name="exception"/> is repeated; if not, the host stops with it.</summary>
    protected virtual bool IsTransient(Exception exception) => true;

    /// <summary>The pause after a failed turn.</summary>
    /// <param name="failures">How many turns in a row had failed before it.</param>
    protected virtual TimeSpan RetryPause(int failures) =>
        TimeSpan.FromTicks(Math.Min(LastRetry.Ticks, FirstRetry.Ticks << Math.Min(failures, 10)));

    /// <summary>Logs a failed turn; by default the first in a row.</summary>
    /// <param name="failures">How many turns in a row had failed before it.</param>
    protected virtual void LogFailure(Exception exception, int failures)
    {
        if (failures == 0)
            LogFailed(Log, exception);
    }

    /// <summary>
    /// Runs once after the last turn, when the service stops; a transient failure is logged. Not called when a failed turn stops the host.
    /// </summary>
    protected virtual Task FinishAsync() => Task.CompletedTask;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await startAfter.WaitAsync(stoppingToken);
            for (var failures = 0; ; )
            {
                var (succeeded, pause) = await TryTurnAsync(failures, stoppingToken);
                failures = succeeded ? 0 : failures + 1;
                await Task.Delay(pause, Time, stoppingToken);
            }
        }
        catch (Exception) when (stoppingToken.IsCancellationRequested)
        {
            // The service stops. The next start continues with what is unfinished.
        }

        await TryFinishAsync();
    }

    private async Task<(bool Succeeded, TimeSpan Pause)> TryTurnAsync(int failures, CancellationToken stoppingToken)
    {
        try
        {
            var pause = await TurnAsync(stoppingToken);
            if (failures > 0)
                LogRecovered(Log, failures);
            return (true, pause);
        }
        catch (Exception e) when (!stoppingToken.IsCancellationRequested && IsTransient(e))
        {
            LogFailure(e, failures);
            return (false, RetryPause(failures));
        }
    }

    private async Task TryFinishAsync()
    {
        try
        {
            await FinishAsync();
        }
        catch (Exception e) when (IsTransient(e))
        {
            LogUnfinished(Log, e);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Failed; trying again until it works")]
    private static partial void LogFailed(ILogger log, Exception exception);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Failed at the end of the service; not tried again")]
    private static partial void LogUnfinished(ILogger log, Exception exception);

    [LoggerMessage(Level = LogLevel.Information, Message = "Works again after {Failures} failures")]
    private static partial void LogRecovered(ILogger log, int failures);
}
