using Microsoft.AspNetCore.WebUtilities;
using Npgsql;
using Platform.Contracts;
using Platform.Usage.Payments.Providers;

namespace Platform.Usage.Payments.Checkouts;

/// <summary>Starts and reads checkouts. Starting one adds no credit; credit is added when the provider reports the payment.</summary>
internal sealed class CheckoutService(NpgsqlDataSource database, TimeProvider time)
{
    /// <exception cref="ProviderException">The provider refused or did not answer; nothing was paid.</exception>
    public async Task<CheckoutStarted> StartAsync(
        Guid account,
        PackView pack,
        Uri returnUrl,
        IPaymentProvider provider,
        CancellationToken cancellationToken
    )
    {
        var now = time.GetUtcNow();
        var checkout = new Checkout(
            Guid.CreateVersion7(now),
            account,
            pack.Id,
            pack.Name,
            new CheckoutTerms(pack.Price, pack.Credit),
            provider.Name,
            null,
            CheckoutStatus.Pending,
            CheckoutState.Unpaid,
            now.UtcDateTime,
            null
        );
        // The checkout is stored before the provider is called, because its events may arrive from then on.
        await using (var connection = await database.OpenConnectionAsync(cancellationToken))
            await CheckoutRow.InsertAsync(connection, checkout, cancellationToken);
        var paid = new Uri(QueryHelpers.AddQueryString(returnUrl.AbsoluteUri, "checkout", checkout.Id.ToString()));
        var order = new PaymentOrder(checkout.Id, checkout.PackName, checkout.Terms.Price);
        var session = await provider.StartAsync(order, paid, returnUrl, cancellationToken);
        await using (var connection = await database.OpenConnectionAsync(cancellationToken))
            await CheckoutRow.SetProviderReferenceAsync(connection, checkout.Id, session.Reference, cancellationToken);
        return new CheckoutStarted(checkout.Id, session.PaymentPage);
    }

    public async Task<CheckoutView?> FindAsync(Guid account, Guid id, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        return (await CheckoutRow.FindAsync(connection, account, id, cancellationToken))?.View;
    }

    /// <summary>Newest first, at most a hundred.</summary>
    public async Task<IReadOnlyList<CheckoutView>> ListAsync(Guid account, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        return [.. (await CheckoutRow.ListAsync(connection, account, cancellationToken)).Select(checkout => checkout.View)];
    }
}
