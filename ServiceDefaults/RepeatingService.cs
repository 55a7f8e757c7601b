using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Platform.ServiceDefaults;

/// <summary>
/// Background work in turns. A turn that fails is repeated after 0.2 to 3 seconds, doubling each time; the first failure and the recovery
/// are logged.
/// </summary>
public abstract partial class RepeatingService : BackgroundService
{
    private static readonly TimeSpan FirstRetry = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LastRetry = TimeSpan.FromSeconds(3);

    private readonly Task startAfter;
    private readonly ILogger log;

    /// <summary>Begins when the host starts.</summary>
    protected RepeatingService(TimeProvider time, ILogger log)
        : this(Task.CompletedTask, time, log) { }

    /// <summary>Begins when the schema is current.</summary>
    protected RepeatingService(SqlMigrations migrations, TimeProvider time, ILogger log)
        : this(migrations.Completed, time, log) { }

    private RepeatingService(Task startAfter, TimeProvider time, ILogger log) =>
        (this.startAfter, Time, this.log) = (startAfter, time, log);

    protected TimeProvider Time { get; }

    /// <summary>Does one turn.</summary>
    /// <returns>The pause before the next turn; <see cref="Timeout.InfiniteTimeSpan"/> when none is to follow.</returns>
    protected abstract Task<TimeSpan> TurnAsync(CancellationToken cancellationToken);

    /// <summary>Whether a turn that failed with <paramref name="exception"/> is repeated; if not, the host stops with it.</summary>
    protected virtual bool IsTransient(Exception exception) => true;

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
        catch (Exception e) when (!stoppingToken.IsCancellationRequested && IsTransient(e))
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
