using Dapper;
using Npgsql;
using Platform.Contracts;
using Platform.Usage.Ledger;
using Platform.Usage.Till;

namespace Platform.Usage.Payments;

/// <summary>Credit given away, once per promotion id. The ledger remembers all there is to know of it.</summary>
internal sealed class Promotions(NpgsqlDataSource database, PromptCredit credit, TimeProvider time)
{
    private const string Kind = "promotion";

    /// <summary>The promotion as it is in the book and whether it is new; null when that id was used for something else.</summary>
    public async Task<(PromotionView View, bool Created)?> GiveAsync(Guid account, PromotionRequest request, CancellationToken cancellationToken)
    {
        var created = await WriteAsync(account, request, cancellationToken);
        if (await FindAsync(account, request.Id, cancellationToken) is not { } known || known.Amount != request.Amount || known.Reason != request.Reason)
            return null;
        await credit.CarryAsync(account, cancellationToken);
        return (known, created);
    }

    private async Task<bool> WriteAsync(Guid account, PromotionRequest request, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await ShardLock.SharedAsync(transaction, [TillKeys.ShardOf(account)], cancellationToken);
        var id = Guid.CreateVersion7(time.GetUtcNow());
        var gift = new LedgerTransaction(
            id, Kind, request.Id, account, request.Reason,
            [new LedgerEntry(LedgerAccounts.Customer, request.Amount), new LedgerEntry(LedgerAccounts.Promo, -request.Amount)]);
        if (!(await LedgerBook.RecordAsync(transaction, [gift], cancellationToken)).Contains(id))
            return false;
        await TillCredits.EnqueueAsync(transaction, new OutboxRow(id, account, request.Amount.NanoUsd), cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return true;
    }

    private async Task<PromotionView?> FindAsync(Guid account, string id, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var row = await connection.QuerySingleOrDefaultAsync<PromotionRow>(new CommandDefinition("""
            SELECT e.amount_nano, t.description, t.created_at
            FROM ledger_transactions AS t JOIN ledger_entries AS e ON e.transaction_id = t.id AND e.ledger_account = 'customer'
            WHERE t.kind = @Kind AND t.reference = @id AND t.account_id = @account
            """,
            new { Kind, id, account }, cancellationToken: cancellationToken));
        return row is null ? null : new PromotionView(id, new Money(row.AmountNano), row.Description, row.CreatedAt);
    }

    private sealed record PromotionRow(long AmountNano, string Description, DateTime CreatedAt);
}
