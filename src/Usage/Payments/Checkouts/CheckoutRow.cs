using Dapper;
using Npgsql;
using Platform.Contracts;
using Platform.Usage.Payments.Course;

namespace Platform.Usage.Payments.Checkouts;

/// <summary>A checkout as the database has it, and the ways to find one.</summary>
internal sealed record CheckoutRow(
    Guid Id, Guid AccountId, string PackId, string PackName, long PriceNano, long CreditNano, string Provider, string? PaymentReference, string Status,
    long RefundedNano, long DisputedNano, DateTime CreatedAt, DateTime? PaidAt)
{
    private const int ListLimit = 100;
    private const string Select = """
        SELECT id, account_id, pack_id, pack_name, price_nano, credit_nano, provider, payment_reference, status,
          refunded_nano, disputed_nano, created_at, paid_at
        FROM checkouts
        """;

    private Checkout Checkout => new(
        Id, AccountId, PackId, PackName, new Deal(new Money(PriceNano), new Money(CreditNano)), Provider, PaymentReference,
        Enum.Parse<CheckoutStatus>(Status), new Standing(PaidAt is not null, new Money(RefundedNano), new Money(DisputedNano)), CreatedAt, PaidAt);

    public static async Task<Checkout?> FindAsync(NpgsqlConnection connection, Guid account, Guid id, CancellationToken cancellationToken) =>
        (await connection.QuerySingleOrDefaultAsync<CheckoutRow>(new CommandDefinition(
            $"{Select} WHERE id = @id AND account_id = @account", new { id, account }, cancellationToken: cancellationToken)))?.Checkout;

    /// <summary>Newest first, at most a hundred.</summary>
    public static async Task<IEnumerable<Checkout>> ListAsync(NpgsqlConnection connection, Guid account, CancellationToken cancellationToken) =>
        (await connection.QueryAsync<CheckoutRow>(new CommandDefinition(
            $"{Select} WHERE account_id = @account ORDER BY created_at DESC, id DESC LIMIT @ListLimit",
            new { account, ListLimit }, cancellationToken: cancellationToken))).Select(row => row.Checkout);

    /// <summary>The account's checkout, until the transaction ends nobody else's to change.</summary>
    public static async Task<Checkout?> LockAsync(NpgsqlTransaction transaction, Guid account, Guid id, CancellationToken cancellationToken) =>
        (await transaction.Connection!.QuerySingleOrDefaultAsync<CheckoutRow>(new CommandDefinition(
            $"{Select} WHERE id = @id AND account_id = @account FOR UPDATE", new { id, account }, transaction, cancellationToken: cancellationToken)))?.Checkout;

    /// <summary>The checkout an event is about, by our id or by the provider's name of the payment; locked likewise.</summary>
    public static async Task<Checkout?> LockAsync(NpgsqlTransaction transaction, string provider, PaymentEvent e, CancellationToken cancellationToken) =>
        (await transaction.Connection!.QueryFirstOrDefaultAsync<CheckoutRow>(new CommandDefinition(
            $"""
            {Select} WHERE provider = @provider AND (id = @CheckoutId OR @CheckoutId IS NULL AND payment_reference = @PaymentReference)
            ORDER BY id LIMIT 1 FOR UPDATE
            """,
            new { provider, e.CheckoutId, e.PaymentReference }, transaction, cancellationToken: cancellationToken)))?.Checkout;
}
