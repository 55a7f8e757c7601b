using Npgsql;
using Platform.Contracts;
using Platform.Usage.Payments.Checkouts;
using Platform.Usage.Payments.Providers;
using Platform.Usage.Payments.Webhooks;

namespace Platform.Usage.Payments.Refunds;

/// <summary>
/// Refunds payments, once per refund id. The provider makes the refund and returns an event, which is posted like an event of a webhook. A
/// refund that somebody makes in the provider's own dashboard is therefore posted in the same way.
/// </summary>
internal sealed class RefundService(NpgsqlDataSource database, PaymentProviders providers, PaymentIntake intake, TimeProvider time)
{
    /// <exception cref="ProviderException">The provider did not answer. The refund is stored; the caller may repeat it with the
    /// same id.</exception>
    public async Task<RefundResult> RefundAsync(Guid account, RefundRequest request, CancellationToken cancellationToken)
    {
        var (checkout, refund, refused) = await StoreAsync(account, request, cancellationToken);
        if (refused is not null)
            return refused;
        if (refund!.Status == RefundStatus.Done)
            return new RefundResult(RefundOutcome.Repeated, refund.View);
        var provider = providers.Find(checkout!.Provider)!;
        try
        {
            var order = new RefundOrder(refund.Id, checkout.Id, checkout.PaymentReference, refund.Amount, refund.Total);
            var e = await provider.RefundAsync(order, cancellationToken);
            await intake.TakeAsync(provider, e, cancellationToken);
            await SetStatusAsync(refund, RefundStatus.Done, cancellationToken);
            return new RefundResult(RefundOutcome.Created, refund.View);
        }
        catch (ProviderException e) when (!e.Retryable)
        {
            await SetStatusAsync(refund, RefundStatus.Refused, cancellationToken);
            return RefundResult.Conflict(e.Message);
        }
    }

    /// <summary>The refund of this id, stored now or before, with its checkout; or the result that says why there is none.</summary>
    private async Task<(Checkout? Checkout, Refund? Refund, RefundResult? Refused)> StoreAsync(
        Guid account,
        RefundRequest request,
        CancellationToken cancellationToken
    )
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        if (await CheckoutRow.LockAsync(transaction, account, request.CheckoutId, cancellationToken) is not { } checkout)
            return (null, null, new RefundResult(RefundOutcome.NoSuchCheckout));
        var refund = await RefundRow.FindAsync(transaction, request.Id, cancellationToken);
        if (refund is null)
        {
            var requested = await RefundRow.TotalAsync(transaction, checkout.Id, cancellationToken);
            var before = requested > checkout.Posted.Refunded ? requested : checkout.Posted.Refunded;
            var left = checkout.Terms.Price - before - checkout.Posted.Disputed;
            var amount = request.Amount ?? left;
            if (RefundRules.Objection(checkout, amount, left, providers.Find(checkout.Provider)) is { } objection)
                return (null, null, RefundResult.Conflict(objection));
            refund = await RefundRow.InsertAsync(transaction, request.Id, checkout.Id, amount, before + amount, cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }

        return RefundRules.Objection(request, checkout, refund, time.GetUtcNow()) is { } conflict
            ? (null, null, RefundResult.Conflict(conflict))
            : (checkout, refund, null);
    }

    private async Task SetStatusAsync(Refund refund, RefundStatus status, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await RefundRow.SetStatusAsync(connection, refund.Id, status, cancellationToken);
    }
}
