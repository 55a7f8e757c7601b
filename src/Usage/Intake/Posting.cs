using Dapper;
using Npgsql;
using Platform.Contracts;
using Platform.Usage.Ledger;
using Platform.Usage.TillKeeper;

namespace Platform.Usage.Intake;

/// <summary>
/// Posts a batch of events in one database transaction: ledger transactions, usage records and dead letters. An event that is delivered
/// again is not posted again, because the ledger takes each reference once.
/// </summary>
internal sealed partial class Posting(NpgsqlDataSource database, IntakeTelemetry telemetry, TimeProvider time, ILogger<Posting> log)
{
    /// <summary>The epochs in which the shards are open. The caller reads them before it reads events.</summary>
    public async Task<IReadOnlyDictionary<int, TillShard>> ReadEpochsAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        return await TillShards.ReadAsync(connection, cancellationToken);
    }

    /// <param name="epochs">The epochs as they were before the batch was read.</param>
    /// <exception cref="InvalidOperationException">A shard was opened again since then.</exception>
    public async Task PostAsync(
        IReadOnlyList<EventReading> batch,
        IReadOnlyDictionary<int, TillShard> epochs,
        CancellationToken cancellationToken
    )
    {
        try
        {
            await PostTogetherAsync(batch, epochs, allNew: true, cancellationToken);
        }
        catch (PostgresException e) when (IsDataError(e))
        {
            // Some events were posted before, or the database refuses one of them.
            await PostNewAsync(batch, epochs, cancellationToken);
        }
    }

    private async Task PostNewAsync(
        IReadOnlyList<EventReading> batch,
        IReadOnlyDictionary<int, TillShard> epochs,
        CancellationToken cancellationToken
    )
    {
        try
        {
            await PostTogetherAsync(batch, epochs, allNew: false, cancellationToken);
        }
        catch (PostgresException e) when (IsDataError(e) && batch.Any(reading => reading.Event is not null))
        {
            // The database refuses one of the events. Halving isolates it, so that the others are posted.
            if (batch.Count == 1)
                await PostTogetherAsync(
                    [batch[0].Refused("the database refuses it: " + e.MessageText)],
                    epochs,
                    allNew: false,
                    cancellationToken
                );
            else
                foreach (var half in batch.Chunk((batch.Count + 1) / 2))
                    await PostNewAsync(half, epochs, cancellationToken);
        }
    }

    /// <param name="allNew">Whether all events are assumed to be new; if one is not, the database refuses the batch.</param>
    private async Task PostTogetherAsync(
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
        await RequireSameEpochsAsync(transaction, batch, epochs, cancellationToken);
        var posted = await WriteAsync(transaction, batch.Select(reading => reading.Event).OfType<UsageEvent>(), allNew, cancellationToken);
        var dead = new List<(long Id, EventReading Reading)>();
        foreach (var reading in batch.Where(reading => reading.Problem is not null))
            if (await StoreDeadLetterAsync(transaction, reading, cancellationToken) is { } id)
                dead.Add((id, reading));
        await transaction.CommitAsync(cancellationToken);
        telemetry.Posted(posted, dead.Count);
        foreach (var (id, reading) in dead)
            LogDead(log, id, reading.Entry.Id, reading.Entry.Shard, reading.Problem!);
    }

    /// <summary>
    /// A shard that was opened again since the events were read was filled without their charges, and Redis may have lost them. Events
    /// that Redis still has are read again, and gateways send lost ones again; then both till and ledger have them.
    /// </summary>
    private static async Task RequireSameEpochsAsync(
        NpgsqlTransaction transaction,
        IReadOnlyList<EventReading> batch,
        IReadOnlyDictionary<int, TillShard> epochs,
        CancellationToken cancellationToken
    )
    {
        var now = await TillShards.ReadAsync(transaction.Connection!, cancellationToken, transaction);
        if (batch.Any(reading => epochs.GetValueOrDefault(reading.Entry.Shard) != now.GetValueOrDefault(reading.Entry.Shard)))
            throw new InvalidOperationException("A shard was opened again before its events were posted; they are read again.");
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
        var rows = events.SelectMany(e => e.Attempts, (e, attempt) => UsageRow.From(e, attempt, Guid.CreateVersion7(now))).ToArray();
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
        LedgerTransaction.Usage(
            row.LedgerTransactionId,
            row.AccountId,
            row.RequestId,
            row.Attempt,
            row.Model,
            new Money(row.ChargeNano),
            new Money(row.WrittenOffNano)
        );

    /// <summary>Stores a dead letter and returns its id; null when it is stored already.</summary>
    private static Task<long?> StoreDeadLetterAsync(
        NpgsqlTransaction transaction,
        EventReading reading,
        CancellationToken cancellationToken
    )
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

    /// <summary>Data exceptions, integrity violations and exceeded limits. Other errors are not caused by the data.</summary>
    private static bool IsDataError(PostgresException e) => e.SqlState[..2] is "22" or "23" or "54";

    [LoggerMessage(
        Level = LogLevel.Critical,
        Message = "Dead letter {DeadLetterId}: event {EntryId} of shard {Shard} cannot be posted, so somebody's usage is not in "
            + "the ledger: {Problem}"
    )]
    private static partial void LogDead(ILogger log, long deadLetterId, string entryId, int shard, string problem);
}
