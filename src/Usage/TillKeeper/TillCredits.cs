using Dapper;
using Npgsql;
using Platform.Contracts;
using Platform.Till;
using Platform.Usage.Ledger;

namespace Platform.Usage.TillKeeper;

/// <summary>
/// Applies the ledger's changes of credit to the till, each once. An outbox row is written together with its ledger transaction. It is
/// marked as applied when Redis has applied it, or when its shard is opened from a balance that contains it.
/// </summary>
internal sealed class TillCredits(NpgsqlDataSource database, Epochs epochs, Credits till)
{
    private const int BatchSize = 500;

    /// <summary>Adds a row, in the database transaction that writes the ledger transaction.</summary>
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
    /// Applies the rows of a shard, after any other caller that is applying them. <see cref="TillOpener"/> does this for a closed shard.
    /// The call is bounded in time, and may be cancelled at any point.
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

        // The script checks the epoch again: a shard that was filled from the ledger in between contains these amounts already.
        if (await epochs.ReadAsync(shard, cancellationToken) is not { } epoch)
            return;
        var taken = await Task.WhenAll(
            rows.Select(row => till.ApplyAsync(epoch, row.AccountId, row.TransactionId, new Money(row.AmountNano), cancellationToken))
        );
        await MarkAppliedAsync(transaction, rows.Where((_, i) => taken[i]), cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }
}
