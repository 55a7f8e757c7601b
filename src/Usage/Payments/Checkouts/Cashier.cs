using Dapper;
using Microsoft.AspNetCore.WebUtilities;
using Npgsql;
using Platform.Contracts;
using Platform.Usage.Payments.Course;
using Platform.Usage.Payments.Providers;

namespace Platform.Usage.Payments.Checkouts;

/// <summary>Sends people to pay. Credit is never given here: that waits for what the provider tells us.</summary>
internal sealed class Cashier(NpgsqlDataSource database, TimeProvider time)
{
    /// <exception cref="ProviderException">The provider refused or did not answer; nothing is owed.</exception>
    public async Task<CheckoutStarted> StartAsync(
        Guid account, PackView pack, Uri returnUrl, IPaymentProvider provider, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var checkout = new Checkout(
            Guid.CreateVersion7(now), account, pack.Id, pack.Name, new Deal(pack.Price, pack.Credit), provider.Name, null, CheckoutStatus.Pending,
            Standing.Nothing, now.UtcDateTime, null);
        // Before the provider hears of it: what may be paid for must be known to us.
        await WriteAsync(checkout, cancellationToken);
        var back = new Uri(QueryHelpers.AddQueryString(returnUrl.AbsoluteUri, "checkout", checkout.Id.ToString()));
        var session = await provider.StartAsync(checkout, back, returnUrl, cancellationToken);
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await connection.ExecuteAsync(new CommandDefinition(
            "UPDATE checkouts SET provider_reference = @Reference WHERE id = @Id",
            new { session.Reference, checkout.Id }, cancellationToken: cancellationToken));
        return new CheckoutStarted(checkout.Id, session.PaymentPage);
    }

    public async Task<CheckoutView?> FindAsync(Guid account, Guid id, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        return (await CheckoutRow.FindAsync(connection, account, id, cancellationToken))?.View;
    }

    public async Task<IReadOnlyList<CheckoutView>> ListAsync(Guid account, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        return [.. (await CheckoutRow.ListAsync(connection, account, cancellationToken)).Select(checkout => checkout.View)];
    }

    private async Task WriteAsync(Checkout checkout, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await connection.ExecuteAsync(new CommandDefinition("""
            INSERT INTO checkouts (id, account_id, pack_id, pack_name, price_nano, credit_nano, provider, created_at)
            VALUES (@Id, @AccountId, @PackId, @PackName, @price, @credit, @Provider, @CreatedAt)
            """,
            new
            {
                checkout.Id, checkout.AccountId, checkout.PackId, checkout.PackName, checkout.Provider, checkout.CreatedAt,
                price = checkout.Deal.Price.NanoUsd, credit = checkout.Deal.Credit.NanoUsd,
            },
            cancellationToken: cancellationToken));
    }
}
