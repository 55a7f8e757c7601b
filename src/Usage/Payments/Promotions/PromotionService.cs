using Dapper;
using Npgsql;
using Platform.Contracts;
using Platform.Till;
using Platform.Usage.Ledger;
using Platform.Usage.Payments.Purchases;
using Platform.Usage.TillKeeper;

namespace Platform.Usage.Payments.Promotions;

/// <summary>Credit given away, once per promotion id. The ledger transaction holds all its facts; there is no other table.</summary>
internal sealed class PromotionService(NpgsqlDataSource database, CreditDispatch credit, TimeProvider time)
{
    private const string Kind = "promotion";

    /// <summary>The promotion in the ledger, and whether it is new; null when the id exists with other contents.</summary>
    public async Task<(PromotionView View, bool Created)?> GiveAsync(
        Guid account,
        PromotionRequest request,
        CancellationToken cancellationToken
    )
    {
        var created = await PostAsync(account, request, cancellationToken);
        var known = await FindAsync(account, request.Id, cancellationToken);
        if (known is null || known.Amount != request.Amount || known.Reason != request.Reason)
            return null;
        await credit.DispatchAsync(account, cancellationToken);
        return (known, created);
    }

    /// <summary>False when the ledger has a promotion of this id already.</summary>
    private async Task<bool> PostAsync(Guid account, PromotionRequest request, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await ShardLock.SharedAsync(transaction, [TillKeys.ShardOf(account)], cancellationToken);
        var now = time.GetUtcNow();
        var id = Guid.CreateVersion7(now);
        var promotion = new LedgerTransaction(
            id,
            Kind,
            request.Id,
            account,
            request.Reason,
            [new LedgerEntry(LedgerAccounts.Customer, request.Amount), new LedgerEntry(LedgerAccounts.Promo, -request.Amount)],
            now
        );
        if (!(await LedgerWriter.WriteAsync(transaction, [promotion], cancellationToken)).Contains(id))
            return false;
        await TillCredits.EnqueueAsync(transaction, new OutboxRow(id, account, request.Amount.NanoUsd), cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return true;
    }

    private async Task<PromotionView?> FindAsync(Guid account, string id, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var row = await connection.QuerySingleOrDefaultAsync<PromotionRow>(
            new CommandDefinition(
                """
                SELECT e.amount_nano, t.description, t.created_at
                FROM ledger_transactions AS t JOIN ledger_entries AS e ON e.transaction_id = t.id AND e.ledger_account = 'customer'
                WHERE t.kind = @Kind AND t.reference = @id AND t.account_id = @account
                """,
                new
                {
                    Kind,
                    id,
                    account,
                },
                cancellationToken: cancellationToken
            )
        );
        return row is null ? null : new PromotionView(id, new Money(row.AmountNano), row.Description, row.CreatedAt);
    }

    private sealed record PromotionRow(long AmountNano, string Description, DateTime CreatedAt);
}
