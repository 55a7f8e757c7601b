using Npgsql;
using Platform.Till;
using Platform.Usage.Ledger;
using Platform.Usage.Payments.Providers;
using Platform.Usage.Payments.Purchases;
using Platform.Usage.TillKeeper;

namespace Platform.Usage.Payments.Checkouts;

/// <summary>Posts the difference between a checkout's posted state and a new state. The caller holds the checkout's lock.</summary>
internal sealed class CheckoutLedger(TimeProvider time)
{
    /// <param name="cause">The id of the event that changed the state; the ledger takes each movement of it once.</param>
    public async Task PostAsync(
        NpgsqlTransaction transaction,
        IPaymentProvider provider,
        Checkout checkout,
        CheckoutState state,
        string cause,
        CancellationToken cancellationToken
    )
    {
        var now = time.GetUtcNow();
        LedgerTransaction[] moves = [.. Movements(provider, checkout, state, cause, now)];
        if (moves.Length == 0)
            return;
        await ShardLock.SharedAsync(transaction, [TillKeys.ShardOf(checkout.AccountId)], cancellationToken);
        var written = await LedgerWriter.WriteAsync(transaction, moves, cancellationToken);
        if (written.Count != moves.Length)
            throw new InvalidOperationException(
                $"The stored state of checkout {checkout.Id} differs from the ledger: event {cause} is posted already."
            );
        foreach (var move in moves)
            await FollowAsync(transaction, checkout, move, now, cancellationToken);
    }

    private static IEnumerable<LedgerTransaction> Movements(
        IPaymentProvider provider,
        Checkout checkout,
        CheckoutState state,
        string cause,
        DateTimeOffset at
    ) =>
        CheckoutMovement
            .Between(checkout.Terms, checkout.Posted, state)
            .Select(move => new LedgerTransaction(
                Guid.CreateVersion7(at),
                move.Kind,
                move.Kind == LedgerTransaction.PurchaseKind ? checkout.View.PaymentId : $"{provider.Name}:{cause}",
                checkout.AccountId,
                checkout.PackName,
                move.Change.Entries(provider.CashAccount),
                at
            ));

    /// <summary>Sends a change of credit to the till, and lists a purchase with the account's other purchases.</summary>
    private static async Task FollowAsync(
        NpgsqlTransaction transaction,
        Checkout checkout,
        LedgerTransaction move,
        DateTimeOffset at,
        CancellationToken cancellationToken
    )
    {
        if (move.Entries.FirstOrDefault(entry => entry.LedgerAccount == LedgerAccounts.Customer) is { } credit)
            await TillCredits.EnqueueAsync(
                transaction,
                new OutboxRow(move.Id, checkout.AccountId, credit.Amount.NanoUsd),
                cancellationToken
            );
        if (move.Kind == LedgerTransaction.PurchaseKind)
            await PurchaseRow.InsertAsync(
                transaction,
                checkout.View.PaymentId,
                checkout.AccountId,
                checkout.PackId,
                checkout.Terms.Price,
                checkout.Terms.Credit,
                move.Id,
                at,
                cancellationToken
            );
    }
}
