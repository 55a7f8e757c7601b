using Dapper;
using Npgsql;
using NpgsqlTypes;

namespace Platform.Usage.Ledger;

/// <summary>The only writer of ledger transactions.</summary>
internal static class LedgerBook
{
    /// <summary>
    /// Writes those of <paramref name="transactions"/> whose kind and reference are new, with their entries, and answers their
    /// ids. A racing writer of the same reference is waited for. The caller holds the shard locks of the accounts.
    /// </summary>
    public static async Task<HashSet<Guid>> RecordAsync(
        NpgsqlTransaction database, IReadOnlyCollection<LedgerTransaction> transactions, CancellationToken cancellationToken)
    {
        var written = (await database.Connection!.QueryAsync<Guid>(new CommandDefinition("""
            INSERT INTO ledger_transactions (id, kind, reference, account_id, description)
            SELECT * FROM unnest(@ids, @kinds, @references, @accounts, @descriptions) AS t (id, kind, reference, account_id, description)
            ORDER BY kind, reference
            ON CONFLICT (kind, reference) DO NOTHING
            RETURNING id
            """,
            new
            {
                ids = transactions.Select(t => t.Id).ToArray(),
                kinds = transactions.Select(t => t.Kind).ToArray(),
                references = transactions.Select(t => t.Reference).ToArray(),
                accounts = transactions.Select(t => t.AccountId).ToArray(),
                descriptions = transactions.Select(t => t.Description).ToArray(),
            },
            database, cancellationToken: cancellationToken))).ToHashSet();

        await WriteEntriesAsync(database.Connection!, transactions.Where(t => written.Contains(t.Id)), cancellationToken);
        return written;
    }

    /// <summary>In one statement: its triggers look at all of them together.</summary>
    private static async Task WriteEntriesAsync(NpgsqlConnection database, IEnumerable<LedgerTransaction> transactions, CancellationToken cancellationToken)
    {
        await using var copy = await database.BeginBinaryImportAsync(
            "COPY ledger_entries (transaction_id, ledger_account, account_id, amount_nano) FROM STDIN (FORMAT binary)", cancellationToken);
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
