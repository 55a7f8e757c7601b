using Npgsql;
using Platform.Contracts;
using Platform.Usage.Payments.Checkouts;
using Platform.Usage.Payments.Providers;

namespace Platform.Usage.Payments.Refunding;

/// <summary>
/// Gives money back, once per refund id. The provider is asked for it, and what it then tells books it: the same event by the same way
/// as when somebody refunds in the provider's own dashboard.
/// </summary>
internal sealed class Refunds(NpgsqlDataSource database, PaymentProviders providers, PaymentIntake intake, TimeProvider time)
{
    /// <exception cref="ProviderException">The provider did not answer. The refund is kept; ask again with the same id.</exception>
    public async Task<RefundResult> RefundAsync(Guid account, RefundRequest request, CancellationToken cancellationToken)
    {
        var (checkout, order, refused) = await OrderAsync(account, request, cancellationToken);
        if (refused is not null)
            return refused;
        if (order!.Status == RefundStatus.Done)
            return new RefundResult(RefundOutcome.Repeated, order.View);
        var provider = providers.Find(checkout!.Provider)!;
        try
        {
            var e = await provider.RefundAsync(checkout, order, cancellationToken);
            await intake.TakeAsync(provider, e, cancellationToken);
            await MarkAsync(order, RefundStatus.Done, cancellationToken);
            return new RefundResult(RefundOutcome.Created, order.View);
        }
        catch (ProviderException e) when (!e.Retryable)
        {
            await MarkAsync(order, RefundStatus.Refused, cancellationToken);
            return Conflict(e.Message);
        }
    }

    /// <summary>The refund of this id, made now or before; or why there is none.</summary>
    private async Task<(Checkout? Checkout, RefundOrder? Order, RefundResult? Refused)> OrderAsync(
        Guid account, RefundRequest request, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        if (await CheckoutRow.LockAsync(transaction, account, request.CheckoutId, cancellationToken) is not { } checkout)
            return (null, null, new RefundResult(RefundOutcome.NoSuchCheckout));
        var order = await RefundRow.FindAsync(transaction, request.Id, cancellationToken);
        if (order is null)
        {
            var asked = await RefundRow.TotalAsync(transaction, checkout.Id, cancellationToken);
            var before = asked > checkout.Booked.Refunded ? asked : checkout.Booked.Refunded;
            var left = checkout.Deal.Price - before - checkout.Booked.Disputed;
            var amount = request.Amount ?? left;
            if (Objection(checkout, amount, left) is { } objection)
                return (null, null, Conflict(objection));
            order = await RefundRow.WriteAsync(transaction, request.Id, checkout.Id, amount, before + amount, cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }

        return Conflict(request, checkout, order) is { } conflict ? (null, null, Conflict(conflict)) : (checkout, order, null);
    }

    /// <summary>Why the refund of this id is not what is asked for, or cannot be asked for any more; null when it is and can.</summary>
    private string? Conflict(RefundRequest request, Checkout checkout, RefundOrder? order) =>
        order is null || order.CheckoutId != checkout.Id || (request.Amount is { } other && other != order.Amount)
            ? $"The refund '{request.Id}' exists with another checkoutId or amount. Use a new id for a new refund."
        : order.Status == RefundStatus.Refused ? $"The provider has refused the refund '{request.Id}'. Use a new id to try again."
        : order.IsForgotten(time.GetUtcNow()) ? $"The provider never answered the refund '{request.Id}', and may have forgotten it. See in its own dashboard whether it was made; its webhook books it."
        : null;

    private string? Objection(Checkout checkout, Money amount, Money left) =>
        !checkout.Booked.Paid ? "The checkout has not been paid."
        : left <= Money.Zero ? "Nothing is left of this payment that could be refunded."
        : amount > left ? $"amount is {amount}; of this payment {left} is left that can be refunded."
        : providers.Find(checkout.Provider) is not { } provider ? $"The provider '{checkout.Provider}' is not configured (Payments:Provider), so it cannot be asked."
        : provider.Objection(amount);

    private async Task MarkAsync(RefundOrder order, RefundStatus status, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await RefundRow.MarkAsync(connection, order.Id, status, cancellationToken);
    }

    private static RefundResult Conflict(string problem) => new(RefundOutcome.Conflict, Problem: problem);
}
