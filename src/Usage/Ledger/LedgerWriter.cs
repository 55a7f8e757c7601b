using Dapper;
using Npgsql;
using NpgsqlTypes;

namespace Platform.Usage.Ledger;

/// <summary>The only writer of ledger transactions.</summary>
internal static class LedgerWriter
{
    /// <summary>
    /// Writes those of <paramref name="transactions"/> whose kind and reference are new, with their entries, and returns their ids. It
    /// waits for a concurrent writer of the same reference. The caller holds the shard locks of the accounts.
    /// </summary>
    public static async Task<HashSet<Guid>> WriteAsync(
        NpgsqlTransaction database,
        IEnumerable<LedgerTransaction> transactions,
        CancellationToken cancellationToken
    )
    {
        var ordered = InOrder(transactions);
        var written = (
            await database.Connection!.QueryAsync<Guid>(
                new CommandDefinition(
                    """
                    INSERT INTO ledger_transactions (id, kind, reference, account_id, description, created_at)
                    SELECT id, kind, reference, account_id, description, coalesce(at, now())
                    FROM unnest(@ids, @kinds, @references, @accounts, @descriptions, @times)
                      AS t (id, kind, reference, account_id, description, at)
                    ON CONFLICT (kind, reference) DO NOTHING
                    RETURNING id
                    """,
                    new
                    {
                        ids = ordered.Select(t => t.Id).ToArray(),
                        kinds = ordered.Select(t => t.Kind).ToArray(),
                        references = ordered.Select(t => t.Reference).ToArray(),
                        accounts = ordered.Select(t => t.AccountId).ToArray(),
                        descriptions = ordered.Select(t => t.Description).ToArray(),
                        times = Array.ConvertAll(ordered, t => t.At?.UtcDateTime),
                    },
                    database,
                    cancellationToken: cancellationToken
                )
            )
        ).ToHashSet();

        await WriteEntriesAsync(database.Connection!, ordered.Where(t => written.Contains(t.Id)), cancellationToken);
        return written;
    }

    /// <summary>The same for transactions that are probably all new: a COPY costs a third less than checking each reference.</summary>
    /// <exception cref="PostgresException">unique_violation: a transaction is not new, and the database transaction has failed.</exception>
    public static async Task WriteNewAsync(
        NpgsqlTransaction database,
        IEnumerable<LedgerTransaction> transactions,
        CancellationToken cancellationToken
    )
    {
        var ordered = InOrder(transactions);
        await using (
            var copy = await database.Connection!.BeginBinaryImportAsync(
                "COPY ledger_transactions (id, kind, reference, account_id, description) FROM STDIN (FORMAT binary)",
                cancellationToken
            )
        )
        {
            foreach (var transaction in ordered)
            {
                copy.StartRow();
                copy.Write(transaction.Id, NpgsqlDbType.Uuid);
                copy.Write(transaction.Kind, NpgsqlDbType.Text);
                copy.Write(transaction.Reference, NpgsqlDbType.Text);
                copy.Write(transaction.AccountId, NpgsqlDbType.Uuid);
                copy.Write(transaction.Description, NpgsqlDbType.Text);
            }

            await copy.CompleteAsync(cancellationToken);
        }

        await WriteEntriesAsync(database.Connection!, ordered, cancellationToken);
    }

    /// <summary>All writers use the same order, so that two with the same references do not deadlock.</summary>
    private static LedgerTransaction[] InOrder(IEnumerable<LedgerTransaction> transactions) =>
        [.. transactions.OrderBy(t => t.Kind, StringComparer.Ordinal).ThenBy(t => t.Reference, StringComparer.Ordinal)];

    /// <summary>Writes all entries in one statement, because its triggers check them together.</summary>
    private static async Task WriteEntriesAsync(
        NpgsqlConnection database,
        IEnumerable<LedgerTransaction> transactions,
        CancellationToken cancellationToken
    )
    {
        await using var copy = await database.BeginBinaryImportAsync(
            "COPY ledger_entries (transaction_id, ledger_account, account_id, amount_nano) FROM STDIN (FORMAT binary)",
            cancellationToken
        );
        foreach (var (transaction, entry) in transactions.SelectMany(t => t.Entries, (transaction, entry) => (transaction, entry)))
        {
            copy.StartRow();
            copy.Write(transaction.Id, NpgsqlDbType.Uuid);
            copy.Write(entry.LedgerAccount, NpgsqlDbType.Text);
            copy.Write(transaction.AccountId, NpgsqlDbType.Uuid);
            copy.Write(entry.Amount.NanoUsd, NpgsqlDbType.Bigint);
        }

        await copy.CompleteAsync(cancellationToken);
    }
}
