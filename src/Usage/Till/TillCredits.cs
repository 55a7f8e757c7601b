using Dapper;
using Npgsql;
using Platform.Contracts;
using Platform.Till;
using Platform.Usage.Ledger;

namespace Platform.Usage.Till;

/// <summary>
/// Applies the ledger's changes of credit to the till, each once. A row of the outbox is written with its ledger transaction, and is done
/// when Redis has applied it, or when its shard is opened from a balance that contains it.
/// </summary>
internal sealed class TillCredits(NpgsqlDataSource database, Epochs epochs, Credits till)
{
    private const int BatchSize = 500;

    /// <summary>In the database transaction that writes the ledger transaction.</summary>
    public static Task EnqueueAsync(NpgsqlTransaction transaction, OutboxRow row, CancellationToken cancellationToken) =>
        transaction.Connection!.ExecuteAsync(
            new CommandDefinition(
                "INSERT INTO till_outbox (transaction_id, account_id, amount_nano) VALUES (@TransactionId, @AccountId, @AmountNano)",
                row,
                transaction,
                cancellationToken: cancellationToken
            )
        );

    public static Task MarkAppliedAsync(NpgsqlTransaction transaction, IEnumerable<OutboxRow> rows, CancellationToken cancellationToken) =>
        transaction.Connection!.ExecuteAsync(
            new CommandDefinition(
                "UPDATE till_outbox SET applied_at = now() WHERE transaction_id = ANY (@ids)",
                new { ids = rows.Select(row => row.TransactionId).ToArray() },
                transaction,
                cancellationToken: cancellationToken
            )
        );

    /// <summary>The shards with rows to apply.</summary>
    public async Task<IReadOnlyList<int>> WaitingShardsAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        return (
            await connection.QueryAsync<int>(
                new CommandDefinition(
                    "SELECT DISTINCT till_shard(account_id) FROM till_outbox WHERE applied_at IS NULL",
                    cancellationToken: cancellationToken
                )
            )
        ).AsList();
    }

    /// <summary>
    /// Applies the rows of a shard; waits for anybody else who applies them. A closed shard is left to <see cref="TillOpener"/>. Bounded in
    /// time, and safe to break off anywhere.
    /// </summary>
    public async Task DispatchAsync(int shard, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await ShardLock.SharedAsync(transaction, [shard], cancellationToken);
        var rows = (
            await connection.QueryAsync<OutboxRow>(
                new CommandDefinition(
                    """
                    SELECT transaction_id, account_id, amount_nano FROM till_outbox
                    WHERE applied_at IS NULL AND till_shard(account_id) = @shard
                    ORDER BY transaction_id LIMIT @BatchSize FOR UPDATE
                    """,
                    new { shard, BatchSize },
                    transaction,
                    cancellationToken: cancellationToken
                )
            )
        ).AsList();
        if (rows.Count == 0)
            return;

        // The script checks the epoch again: a till that was emptied and filled from the ledger since contains these amounts.
        if (await epochs.ReadAsync(shard, cancellationToken) is not { } epoch)
            return;
        var taken = await Task.WhenAll(
            rows.Select(row => till.ApplyAsync(epoch, row.AccountId, row.TransactionId, new Money(row.AmountNano), cancellationToken))
        );
        await MarkAppliedAsync(transaction, rows.Where((_, i) => taken[i]), cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }
}
