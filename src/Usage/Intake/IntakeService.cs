using Platform.ServiceDefaults;

namespace Platform.Usage.Intake;

/// <summary>
/// Moves settled usage from the streams into the ledger: read, post, and only then remove. After a failure in between, the entries are
/// read again, and posting skips those that the ledger has. <see cref="IntakeState"/> decides what a turn does.
/// </summary>
internal sealed class IntakeService(
    EventStream stream,
    Posting posting,
    IntakeTelemetry telemetry,
    SqlMigrations migrations,
    TimeProvider time,
    ILogger<IntakeService> log
) : RepeatingService(migrations, time, log)
{
    private IntakeState state = IntakeState.Initial;

    private TimeSpan Now => Time.GetElapsedTime(0);

    protected override async Task<TimeSpan> TurnAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (state.Phase == IntakePhase.Starting)
            {
                await stream.EnsureGroupsAsync(cancellationToken);
                state = state.GroupsEnsured();
            }

            if (state.IsClaimDue(Now))
                state = state.Claimed(await stream.ClaimStaleAsync(cancellationToken), Now);
            if (state.IsBacklogDue(Now))
            {
                var backlog = await stream.BacklogAsync(cancellationToken);
                telemetry.BacklogRead(backlog);
                state = state.BacklogRead(backlog.Events, Now);
            }

            (state, var pause) = state.BatchPosted(await PostBatchAsync(cancellationToken));
            return pause;
        }
        catch
        {
            state = state.Failed();
            throw;
        }
    }

    /// <returns>How many entries were read; all of them are posted and removed.</returns>
    private async Task<int> PostBatchAsync(CancellationToken cancellationToken)
    {
        var epochs = await posting.ReadEpochsAsync(cancellationToken);
        var entries = await stream.ReadAsync(own: state.Phase == IntakePhase.Recovering, cancellationToken);
        if (entries.Count == 0)
            return 0;

        EventReading[] batch = [.. entries.Where(entry => entry.Raw is not null).Select(EventReading.Parse)];
        using var trace = PostingTrace.Start(batch);
        await posting.PostAsync(batch, epochs, cancellationToken);
        await stream.RemoveAsync(entries, cancellationToken);
        trace?.Posted();
        return entries.Count;
    }
}
