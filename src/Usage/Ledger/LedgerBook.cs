using Dapper;
using Npgsql;

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

        var entries = transactions.Where(t => written.Contains(t.Id))
            .SelectMany(t => t.Entries, (transaction, entry) => (transaction, entry)).ToArray();
        await database.Connection!.ExecuteAsync(new CommandDefinition("""
            INSERT INTO ledger_entries (transaction_id, ledger_account, account_id, amount_nano)
            SELECT * FROM unnest(@transactions, @ledgerAccounts, @accounts, @amounts)
            """,
            new
            {
                transactions = entries.Select(e => e.transaction.Id).ToArray(),
                ledgerAccounts = entries.Select(e => e.entry.LedgerAccount).ToArray(),
                accounts = entries.Select(e => e.transaction.AccountId).ToArray(),
                amounts = entries.Select(e => e.entry.Amount.NanoUsd).ToArray(),
            },
            database, cancellationToken: cancellationToken));
        return written;
    }
}
