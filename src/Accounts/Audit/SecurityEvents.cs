using Npgsql;
using Platform.Contracts;

namespace Platform.Accounts.Audit;

/// <summary>One thing that was done to an account, or tried.</summary>
internal sealed record SecurityEvent(
    Guid AccountId,
    DateTimeOffset At,
    string Action,
    string Outcome,
    string? Network,
    string? Client,
    string? KeyId,
    string? Detail
);

/// <summary>
/// The table behind the security log of each account. It is bounded: the newest of what was done and of what was refused, each by itself,
/// none older than a year; a refusal that repeats from one network is one row that counts.
/// </summary>
internal sealed class SecurityEvents(NpgsqlDataSource database)
{
    public const int PageSize = 50;

    private const int MaxDone = 500,
        MaxRefused = 200;

    private static readonly TimeSpan MaxAge = TimeSpan.FromDays(365);

    public async Task AddAsync(SecurityEvent added, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using (
            var insert = new NpgsqlCommand(
                """
                WITH again AS (
                  UPDATE security_events SET count = count + 1, at = $2
                  WHERE $4 <> 'done' AND id = (
                    SELECT id FROM security_events
                    WHERE account_id = $1 AND action = $3 AND outcome = $4 AND network IS NOT DISTINCT FROM $5 AND at > $2 - interval '1 hour'
                    ORDER BY at DESC, id DESC LIMIT 1
                  ) RETURNING id
                )
                INSERT INTO security_events (account_id, at, action, outcome, network, client, key_id, detail)
                SELECT $1, $2, $3, $4, $5, $6, $7, $8 WHERE NOT EXISTS (SELECT FROM again)
                """,
                connection
            )
        )
        {
            insert.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = added.AccountId });
            insert.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = added.At });
            insert.Parameters.Add(new NpgsqlParameter<string> { TypedValue = added.Action });
            insert.Parameters.Add(new NpgsqlParameter<string> { TypedValue = added.Outcome });
            insert.Parameters.Add(new NpgsqlParameter<string?> { TypedValue = added.Network });
            insert.Parameters.Add(new NpgsqlParameter<string?> { TypedValue = added.Client });
            insert.Parameters.Add(new NpgsqlParameter<string?> { TypedValue = added.KeyId });
            insert.Parameters.Add(new NpgsqlParameter<string?> { TypedValue = added.Detail });
            await insert.ExecuteNonQueryAsync(cancellationToken);
        }

        await TrimAsync(connection, added, cancellationToken);
    }

    /// <summary>Newest first.</summary>
    /// <param name="skip">How many newer ones were shown; there are few enough to count.</param>
    public async Task<SecurityPage> ReadAsync(Guid account, int skip, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(
            """
            SELECT at, count, action, outcome, network, client, key_id, detail FROM security_events
            WHERE account_id = $1 ORDER BY at DESC, id DESC OFFSET $2 LIMIT $3
            """
        );
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = account });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = skip });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = PageSize + 1 });
        var events = new List<SecurityEventView>();
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        while (await rows.ReadAsync(cancellationToken))
            events.Add(
                new SecurityEventView(
                    rows.GetFieldValue<DateTimeOffset>(0),
                    rows.GetInt32(1),
                    rows.GetString(2),
                    rows.GetString(3),
                    Text(4),
                    Text(5),
                    Text(6),
                    Text(7)
                )
            );
        return new SecurityPage([.. events.Take(PageSize)], events.Count > PageSize);

        string? Text(int column) => rows.IsDBNull(column) ? null : rows.GetString(column);
    }

    private static async Task TrimAsync(NpgsqlConnection connection, SecurityEvent added, CancellationToken cancellationToken)
    {
        var done = added.Outcome == AuditLog.Done;
        await using var trim = new NpgsqlCommand(
            """
            DELETE FROM security_events WHERE account_id = $1 AND (at < $2 OR id IN (
              SELECT id FROM security_events WHERE account_id = $1 AND (outcome = 'done') = $3 ORDER BY at DESC, id DESC OFFSET $4
            ))
            """,
            connection
        );
        trim.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = added.AccountId });
        trim.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = added.At - MaxAge });
        trim.Parameters.Add(new NpgsqlParameter<bool> { TypedValue = done });
        trim.Parameters.Add(new NpgsqlParameter<int> { TypedValue = done ? MaxDone : MaxRefused });
        await trim.ExecuteNonQueryAsync(cancellationToken);
    }
}
