using Npgsql;

namespace Platform.Accounts.Mail;

/// <param name="Attempts">This one included.</param>
internal sealed record OutboxMail(Guid Id, string Kind, string Address, string PageUrl, DateTimeOffset RequestedAt, int Attempts);

/// <summary>The mails to send. Each is tried a bounded number of times with a growing delay.</summary>
internal sealed class MailOutbox(NpgsqlDataSource database, TimeProvider time)
{
    /// <summary>The delay after the first, second, ... attempt that failed; after the last one the mail is given up.</summary>
    private static readonly TimeSpan[] Delays = [.. ((int[])[10, 30, 90, 270, 810]).Select(seconds => TimeSpan.FromSeconds(seconds))];

    /// <summary>How long a sender may take before another one tries.</summary>
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(6);

    /// <summary>An address waits so long for its second mail, twice as long for its third, and so on.</summary>
    private static readonly TimeSpan MailInterval = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan Memory = TimeSpan.FromDays(1);

    private const int BatchSize = 10;

    public static int MaxAttempts => Delays.Length + 1;

    /// <summary>
    /// Asks for a mail. One statement that does the same whoever has the address; it does nothing while a mail to it is on its way or was
    /// sent a moment ago.
    /// </summary>
    public async Task AddAsync(string kind, string address, string pageUrl, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await using var command = database.CreateCommand(
            """
            INSERT INTO mail_outbox AS known (id, kind, address, page_url, requested_at, next_at) VALUES ($1, $2, $3, $4, $5, $5)
            ON CONFLICT (kind, address) DO UPDATE
            SET page_url = $4, requested_at = $5, next_at = $5, ended_at = NULL, attempts = 0, mails = known.mails + 1
            WHERE known.ended_at < $5 - known.mails * $6
            """
        );
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = Guid.CreateVersion7(now) });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = kind });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = address });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = pageUrl });
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = now });
        command.Parameters.Add(new NpgsqlParameter<TimeSpan> { TypedValue = MailInterval });
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Takes those that are due; nobody else takes them while they are sent.</summary>
    public async Task<IReadOnlyList<OutboxMail>> TakeAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await using var command = database.CreateCommand(
            """
            UPDATE mail_outbox SET attempts = attempts + 1, next_at = $2 WHERE id IN (
              SELECT id FROM mail_outbox WHERE ended_at IS NULL AND next_at <= $1 ORDER BY next_at LIMIT $3 FOR UPDATE SKIP LOCKED
            )
            RETURNING id, kind, address, page_url, requested_at, attempts
            """
        );
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = now });
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = now + Lease });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = BatchSize });
        var due = new List<OutboxMail>();
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        while (await rows.ReadAsync(cancellationToken))
            due.Add(
                new OutboxMail(
                    rows.GetGuid(0),
                    rows.GetString(1),
                    rows.GetString(2),
                    rows.GetString(3),
                    rows.GetFieldValue<DateTimeOffset>(4),
                    rows.GetInt32(5)
                )
            );
        return due;
    }

    /// <summary>It was sent, is not to be sent, or is given up.</summary>
    public Task EndAsync(OutboxMail mail, CancellationToken cancellationToken) =>
        SetAsync("UPDATE mail_outbox SET ended_at = $2 WHERE id = $1", mail, time.GetUtcNow(), cancellationToken);

    /// <summary>Tries again later.</summary>
    /// <returns>False when it was tried often enough; it is then given up.</returns>
    public async Task<bool> DelayAsync(OutboxMail mail, CancellationToken cancellationToken)
    {
        if (DelayAfter(mail.Attempts) is not { } delay)
        {
            await EndAsync(mail, cancellationToken);
            return false;
        }

        await SetAsync("UPDATE mail_outbox SET next_at = $2 WHERE id = $1", mail, time.GetUtcNow() + delay, cancellationToken);
        return true;
    }

    /// <summary>Null after the last attempt.</summary>
    public static TimeSpan? DelayAfter(int attempts) => attempts <= Delays.Length ? Delays[attempts - 1] : null;

    public async Task ForgetOldAsync(CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand("DELETE FROM mail_outbox WHERE ended_at < $1");
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = time.GetUtcNow() - Memory });
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private async Task SetAsync(string sql, OutboxMail mail, DateTimeOffset moment, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(sql);
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = mail.Id });
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = moment });
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
