using Dapper;
using Npgsql;
using Platform.Contracts;
using Platform.Usage.Ledger;
using Platform.Usage.Till;

namespace Platform.Usage.Intake;

/// <summary>
/// Writes a batch of events into the book in one database transaction: ledger transactions, usage records and dead letters.
/// However often an event comes, it is booked once, because its ledger references exist once.
/// </summary>
internal sealed partial class Booking(NpgsqlDataSource database, IntakeTelemetry telemetry, TimeProvider time, ILogger<Booking> log)
{
    /// <summary>As what the shards are open; asked for before events are read.</summary>
    public async Task<IReadOnlyDictionary<int, TillShard>> EpochsAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        return await TillShards.ReadAsync(connection, cancellationToken);
    }

    /// <param name="epochs">From before the batch was read.</param>
    /// <exception cref="InvalidOperationException">A shard was opened anew since.</exception>
    public async Task BookAsync(
        IReadOnlyList<EventReading> batch,
        IReadOnlyDictionary<int, TillShard> epochs,
        CancellationToken cancellationToken
    )
    {
        try
        {
            await BookTogetherAsync(batch, epochs, allNew: true, cancellationToken);
        }
        catch (PostgresException e) when (IsAboutTheData(e))
        {
            // Some were booked before, or one is what the database refuses.
            await BookWhatIsNewAsync(batch, epochs, cancellationToken);
        }
    }

    private async Task BookWhatIsNewAsync(
        IReadOnlyList<EventReading> batch,
        IReadOnlyDictionary<int, TillShard> epochs,
        CancellationToken cancellationToken
    )
    {
        try
        {
            await BookTogetherAsync(batch, epochs, allNew: false, cancellationToken);
        }
        catch (PostgresException e) when (IsAboutTheData(e) && batch.Any(reading => reading.Event is not null))
        {
            // One of them is what the database refuses. Halve until it is alone, so that the others go through.
            if (batch.Count == 1)
                await BookTogetherAsync(
                    [batch[0].Refused("the database refuses it: " + e.MessageText)],
                    epochs,
                    allNew: false,
                    cancellationToken
                );
            else
                foreach (var half in batch.Chunk((batch.Count + 1) / 2))
                    await BookWhatIsNewAsync(half, epochs, cancellationToken);
        }
    }

    /// <param name="allNew">Whether none was booked before, as far as is known.</param>
    private async Task BookTogetherAsync(
        IReadOnlyList<EventReading> batch,
        IReadOnlyDictionary<int, TillShard> epochs,
        bool allNew,
        CancellationToken cancellationToken
    )
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await UsageMonths.OpenAsync(
            connection,
            batch.Select(reading => reading.Event).OfType<UsageEvent>().Select(e => e.StartedAt),
            cancellationToken
        );
        await ShardLock.SharedAsync(transaction, batch.Select(reading => reading.Entry.Shard), cancellationToken);
        await RequireSameTillAsync(transaction, batch, epochs, cancellationToken);
        var booked = await WriteAsync(transaction, batch.Select(reading => reading.Event).OfType<UsageEvent>(), allNew, cancellationToken);
        var dead = new List<(long Id, EventReading Reading)>();
        foreach (var reading in batch.Where(reading => reading.Problem is not null))
            if (await KeepAsync(transaction, reading, cancellationToken) is { } id)
                dead.Add((id, reading));
        await transaction.CommitAsync(cancellationToken);
        telemetry.Booked(booked, dead.Count);
        foreach (var (id, reading) in dead)
            LogDead(log, id, reading.Entry.Id, reading.Entry.Shard, reading.Problem!);
    }

    /// <summary>
    /// A shard opened anew since the reading was filled without these charges, and Redis may have lost them. Whatever it still has is
    /// read again, and what it lost the gateways send again: then till and book both have it.
    /// </summary>
    private static async Task RequireSameTillAsync(
        NpgsqlTransaction transaction,
        IReadOnlyList<EventReading> batch,
        IReadOnlyDictionary<int, TillShard> epochs,
        CancellationToken cancellationToken
    )
    {
        var now = await TillShards.ReadAsync(transaction.Connection!, cancellationToken, transaction);
        if (batch.Any(reading => epochs.GetValueOrDefault(reading.Entry.Shard) != now.GetValueOrDefault(reading.Entry.Shard)))
            throw new InvalidOperationException("The till was opened anew while its events were about to be booked; they are read again.");
    }

    /// <returns>How many attempts were new.</returns>
    private async Task<int> WriteAsync(
        NpgsqlTransaction transaction,
        IEnumerable<UsageEvent> events,
        bool allNew,
        CancellationToken cancellationToken
    )
    {
        var now = time.GetUtcNow();
        var rows = events.SelectMany(e => e.Attempts, (e, attempt) => UsageRow.Of(e, attempt, Guid.CreateVersion7(now))).ToArray();
        if (rows.Length == 0)
            return 0;

        if (allNew)
        {
            await LedgerWriter.WriteNewAsync(transaction, rows.Select(Charge), cancellationToken);
        }
        else
        {
            var fresh = await LedgerWriter.WriteAsync(transaction, rows.Select(Charge), cancellationToken);
            rows = [.. rows.Where(row => fresh.Contains(row.LedgerTransactionId))];
        }

        return await UsageTable.WriteAsync(transaction.Connection!, rows, cancellationToken);
    }

    private static LedgerTransaction Charge(UsageRow row) =>
        LedgerTransaction.Usage(row.LedgerTransactionId, row.AccountId, row.RequestId, row.Attempt, row.Model, new Money(row.ChargeNano));

    /// <summary>The id of the dead letter; null when it is kept already.</summary>
    private static Task<long?> KeepAsync(NpgsqlTransaction transaction, EventReading reading, CancellationToken cancellationToken)
    {
        var (shard, id, raw) = reading.Entry;
        return transaction.Connection!.ExecuteScalarAsync<long?>(
            new CommandDefinition(
                "INSERT INTO dead_letters (shard, entry_id, raw, reason) VALUES (@shard, @id, @raw, @Problem) ON CONFLICT DO NOTHING "
                    + "RETURNING id",
                new
                {
                    shard,
                    id,
                    raw,
                    reading.Problem,
                },
                transaction,
                cancellationToken: cancellationToken
            )
        );
    }

    /// <summary>Data exceptions, integrity violations and exceeded limits; anything else is the database's own trouble.</summary>
    private static bool IsAboutTheData(PostgresException e) => e.SqlState[..2] is "22" or "23" or "54";

    [LoggerMessage(
        Level = LogLevel.Critical,
        Message = "Dead letter {DeadLetterId}: event {EntryId} of shard {Shard} cannot be booked, and somebody's usage is not in the "
            + "book: {Problem}"
    )]
    private static partial void LogDead(ILogger log, long deadLetterId, string entryId, int shard, string problem);
}
