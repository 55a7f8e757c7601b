using Platform.ServiceDefaults;

namespace Platform.Usage.Intake;

/// <summary>
/// Moves settled usage from the streams into the book: read, book, and only then remove. Whatever breaks in between, the
/// entries are read again and booking tells which it has.
/// </summary>
internal sealed class IntakeService(
    EventStream stream,
    Booking booking,
    IntakeTelemetry telemetry,
    SqlMigrations migrations,
    TimeProvider time,
    ILogger<IntakeService> log
) : RepeatingService(migrations, time, log)
{
    /// <summary>
    /// A transaction costs as much as some thirty events in it, so after a batch smaller than this the next one is left to grow.
    /// </summary>
    private const int WorthATransaction = 1_000;

    private static readonly TimeSpan Idle = TimeSpan.FromMilliseconds(100),
        Gathering = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan BetweenClaims = TimeSpan.FromSeconds(10),
        BetweenLooks = TimeSpan.FromSeconds(1);

    private bool sure;
    private bool own;
    private bool idle;
    private long claimedAt,
        lookedAt;

    protected override async Task<TimeSpan> TurnAsync(CancellationToken cancellationToken)
    {
        if (!sure)
        {
            await stream.EnsureGroupsAsync(cancellationToken);
            (own, claimedAt) = (true, 0);
        }

        // Until this turn has ended well, nothing is known of Redis and of what we had begun.
        sure = false;
        var count = await BookBatchAsync(cancellationToken);
        sure = true;

        // Own entries end at an empty reading; then come the new ones.
        if (own && count == 0)
            own = false;
        else if (count < WorthATransaction)
            return count == 0 ? Idle : Gathering;
        return TimeSpan.Zero;
    }

    private async Task<int> BookBatchAsync(CancellationToken cancellationToken)
    {
        if (claimedAt == 0 || Time.GetElapsedTime(claimedAt) > BetweenClaims)
        {
            own |= await stream.ClaimStaleAsync(cancellationToken);
            claimedAt = Time.GetTimestamp();
        }

        if (lookedAt == 0 || Time.GetElapsedTime(lookedAt) > BetweenLooks)
        {
            var backlog = await stream.BacklogAsync(cancellationToken);
            telemetry.Waiting(backlog);
            // What lies there though nothing came was read before: by us, says a Redis that came back from an older state.
            own |= idle && backlog.Events > 0;
            lookedAt = Time.GetTimestamp();
        }

        var epochs = await booking.EpochsAsync(cancellationToken);
        var entries = await stream.ReadAsync(own, cancellationToken);
        idle = entries.Count == 0;
        if (idle)
            return 0;

        EventReading[] batch = [.. entries.Where(entry => entry.Raw is not null).Select(EventReading.Of)];
        using var trace = BookingTrace.Start(batch);
        await booking.BookAsync(batch, epochs, cancellationToken);
        await stream.RemoveAsync(entries, cancellationToken);
        trace?.Booked();
        return entries.Count;
    }
}
