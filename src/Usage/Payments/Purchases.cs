using Dapper;
using Npgsql;
using Platform.Contracts;
using Platform.Usage.Ledger;
using Platform.Usage.Till;

namespace Platform.Usage.Payments;

/// <summary>
/// Credit bought, once per payment id. The ledger's reference is what makes it once; payment, ledger entries and the order to
/// the till are one database transaction.
/// </summary>
internal sealed class Purchases(NpgsqlDataSource database, Packs packs, PromptCredit credit, TimeProvider time)
{
    private const string Columns = "payment_id, account_id, pack_id, price_nano, credit_nano, created_at";
    private const int ListLimit = 100;

    public async Task<PurchaseResult> BuyAsync(Guid account, PurchaseRequest request, CancellationToken cancellationToken)
    {
        var result = await RecordAsync(account, request, cancellationToken);
        if (result.Status is PurchaseStatus.Created or PurchaseStatus.Repeated)
            await credit.CarryAsync(account, cancellationToken);
        return result;
    }

    public async Task<IReadOnlyList<PurchaseView>> ListAsync(Guid account, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var rows = await connection.QueryAsync<PaymentRow>(new CommandDefinition(
            $"SELECT {Columns} FROM payments WHERE account_id = @account ORDER BY created_at DESC, payment_id DESC LIMIT @ListLimit",
            new { account, ListLimit }, cancellationToken: cancellationToken));
        return [.. rows.Select(row => row.View)];
    }

    private async Task<PurchaseResult> RecordAsync(Guid account, PurchaseRequest request, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        // Before the pack is looked up: a repeat gets the answer it got then, whatever is on sale by now.
        if (await FindAsync(connection, request.PaymentId, cancellationToken) is { } known)
            return PurchaseResult.Again(known, account, request);
        if (packs.Find(request.PackId) is not { } pack)
            return new PurchaseResult(PurchaseStatus.UnknownPack);

        await using (var transaction = await connection.BeginTransactionAsync(cancellationToken))
        {
            if (await WriteAsync(transaction, account, request.PaymentId, pack, cancellationToken) is { } payment)
            {
                await transaction.CommitAsync(cancellationToken);
                return new PurchaseResult(PurchaseStatus.Created, payment.View);
            }
        }

        // Somebody was faster with the same payment id; the ledger waited for them, so their payment is there.
        var winner = await FindAsync(connection, request.PaymentId, cancellationToken);
        return PurchaseResult.Again(winner!, account, request);
    }

    private async Task<PaymentRow?> WriteAsync(
        NpgsqlTransaction transaction, Guid account, string paymentId, PackView pack, CancellationToken cancellationToken)
    {
        await ShardLock.SharedAsync(transaction, [TillKeys.ShardOf(account)], cancellationToken);
        var id = Guid.CreateVersion7(time.GetUtcNow());
        var purchase = LedgerTransaction.Purchase(id, account, paymentId, pack.Name, pack.Price, pack.Credit);
        if (!(await LedgerBook.RecordAsync(transaction, [purchase], cancellationToken)).Contains(id))
            return null;

        await TillCredits.EnqueueAsync(transaction, new OutboxRow(id, account, pack.Credit.NanoUsd), cancellationToken);
        return await transaction.Connection!.QuerySingleAsync<PaymentRow>(new CommandDefinition($"""
            INSERT INTO payments (payment_id, account_id, pack_id, price_nano, credit_nano, ledger_transaction_id)
            VALUES (@paymentId, @account, @packId, @price, @credit, @id)
            RETURNING {Columns}
            """,
            new { paymentId, account, packId = pack.Id, price = pack.Price.NanoUsd, credit = pack.Credit.NanoUsd, id },
            transaction, cancellationToken: cancellationToken));
    }

    private static async Task<PaymentRow?> FindAsync(NpgsqlConnection connection, string paymentId, CancellationToken cancellationToken) =>
        await connection.QuerySingleOrDefaultAsync<PaymentRow>(new CommandDefinition(
            $"SELECT {Columns} FROM payments WHERE payment_id = @paymentId", new { paymentId }, cancellationToken: cancellationToken));
}
