using Dapper;
using Npgsql;
using Platform.Contracts;
using Platform.Usage.Ledger;
using Platform.Usage.Payments.Course;
using Platform.Usage.Payments.Providers;
using Platform.Usage.Till;

namespace Platform.Usage.Payments.Checkouts;

/// <summary>Brings the ledger from where a checkout stands to where it should. The caller holds the checkout's lock.</summary>
internal sealed class CheckoutLedger(TimeProvider time)
{
    /// <param name="cause">The id of the event that changed the standing; it makes each movement once.</param>
    public async Task MoveAsync(
        NpgsqlTransaction transaction, IPaymentProvider provider, Checkout checkout, Standing standing, string cause, CancellationToken cancellationToken)
    {
        LedgerTransaction[] moves =
        [
            .. Movement.Between(checkout.Deal, checkout.Booked, standing).Select(move => new LedgerTransaction(
                Guid.CreateVersion7(time.GetUtcNow()), move.Kind,
                move.Kind == LedgerTransaction.PurchaseKind ? checkout.View.PaymentId : $"{provider.Name}:{cause}",
                checkout.AccountId, checkout.PackName, move.Change.Entries(provider.CashAccount))),
        ];
        if (moves.Length == 0)
            return;
        await ShardLock.SharedAsync(transaction, [TillKeys.ShardOf(checkout.AccountId)], cancellationToken);
        var written = await LedgerBook.RecordAsync(transaction, moves, cancellationToken);
        if (written.Count != moves.Length)
            throw new InvalidOperationException($"Checkout {checkout.Id} does not stand where the ledger has it: event {cause} is booked already.");
        foreach (var move in moves)
        {
            if (move.Entries.FirstOrDefault(entry => entry.LedgerAccount == LedgerAccounts.Customer) is { } credit)
                await TillCredits.EnqueueAsync(transaction, new OutboxRow(move.Id, checkout.AccountId, credit.Amount.NanoUsd), cancellationToken);
            if (move.Kind == LedgerTransaction.PurchaseKind)
                await WritePurchaseAsync(transaction, checkout, move.Id, cancellationToken);
        }
    }

    public static Task UpdateAsync(NpgsqlTransaction transaction, Checkout checkout, CancellationToken cancellationToken) =>
        transaction.Connection!.ExecuteAsync(new CommandDefinition("""
            UPDATE checkouts SET
              status = @status, payment_reference = @PaymentReference, refunded_nano = @refunded, disputed_nano = @disputed,
              paid_at = CASE WHEN @paid THEN coalesce(paid_at, now()) END, changed_at = now()
            WHERE id = @Id
            """,
            new
            {
                checkout.Id, checkout.PaymentReference, status = checkout.Status.ToString(), paid = checkout.Booked.Paid,
                refunded = checkout.Booked.Refunded.NanoUsd, disputed = checkout.Booked.Disputed.NanoUsd,
            },
            transaction, cancellationToken: cancellationToken));

    /// <summary>So that it is in the list of purchases like any other.</summary>
    private static Task<int> WritePurchaseAsync(NpgsqlTransaction transaction, Checkout checkout, Guid ledgerTransaction, CancellationToken cancellationToken) =>
        transaction.Connection!.ExecuteAsync(new CommandDefinition("""
            INSERT INTO payments (payment_id, account_id, pack_id, price_nano, credit_nano, ledger_transaction_id)
            VALUES (@paymentId, @AccountId, @PackId, @price, @credit, @ledgerTransaction)
            """,
            new
            {
                paymentId = checkout.View.PaymentId, checkout.AccountId, checkout.PackId, ledgerTransaction,
                price = checkout.Deal.Price.NanoUsd, credit = checkout.Deal.Credit.NanoUsd,
            },
            transaction, cancellationToken: cancellationToken));
}
