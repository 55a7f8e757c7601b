using Npgsql;
using Platform.Contracts;
using Platform.Till;
using Platform.Usage.Ledger;
using Platform.Usage.TillKeeper;

namespace Platform.Usage.Payments.Purchases;

/// <summary>
/// Sells credit packs, once per payment id, because the ledger takes a reference once. Payment, ledger entries and the outbox row for the
/// till are written in one database transaction.
/// </summary>
internal sealed class PurchaseService(NpgsqlDataSource database, Packs packs, CreditDispatch credit, TimeProvider time)
{
    public async Task<PurchaseResult> BuyAsync(Guid account, PurchaseRequest request, CancellationToken cancellationToken)
    {
        var result = await PostAsync(account, request, cancellationToken);
        if (result.Status is PurchaseStatus.Created or PurchaseStatus.Repeated)
            await credit.DispatchAsync(account, cancellationToken);
        return result;
    }

    /// <summary>Newest first, at most a hundred.</summary>
    public async Task<IReadOnlyList<PurchaseView>> ListAsync(Guid account, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        return [.. (await PurchaseRow.ListAsync(connection, account, cancellationToken)).Select(row => row.View)];
    }

    private async Task<PurchaseResult> PostAsync(Guid account, PurchaseRequest request, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        // The payment is read before the pack, so that a repeat gets its first answer even when the pack is no longer on sale.
        if (await PurchaseRow.FindAsync(connection, request.PaymentId, cancellationToken) is { } known)
            return PurchaseResult.FromKnown(known, account, request);
        if (packs.Find(request.PackId) is not { } pack)
            return new PurchaseResult(PurchaseStatus.UnknownPack);

        await using (var transaction = await connection.BeginTransactionAsync(cancellationToken))
        {
            if (await InsertAsync(transaction, account, request.PaymentId, pack, cancellationToken) is { } purchase)
            {
                await transaction.CommitAsync(cancellationToken);
                return new PurchaseResult(PurchaseStatus.Created, purchase.View);
            }
        }

        // A concurrent request with this payment id was first. The ledger waited for its commit, so its row is there.
        var winner = await PurchaseRow.FindAsync(connection, request.PaymentId, cancellationToken);
        return PurchaseResult.FromKnown(winner!, account, request);
    }

    /// <summary>Null when the ledger has this payment id already.</summary>
    private async Task<PurchaseRow?> InsertAsync(
        NpgsqlTransaction transaction,
        Guid account,
        string paymentId,
        PackView pack,
        CancellationToken cancellationToken
    )
    {
        await ShardLock.SharedAsync(transaction, [TillKeys.ShardOf(account)], cancellationToken);
        var now = time.GetUtcNow();
        var id = Guid.CreateVersion7(now);
        var purchase = LedgerTransaction.Purchase(id, account, paymentId, pack.Name, pack.Price, pack.Credit, now);
        if (!(await LedgerWriter.WriteAsync(transaction, [purchase], cancellationToken)).Contains(id))
            return null;

        await TillCredits.EnqueueAsync(transaction, new OutboxRow(id, account, pack.Credit.NanoUsd), cancellationToken);
        return await PurchaseRow.InsertAsync(transaction, paymentId, account, pack.Id, pack.Price, pack.Credit, id, now, cancellationToken);
    }
}
