using Dapper;
using Npgsql;
using Platform.Contracts;
using Platform.Usage.Payments.Providers;

namespace Platform.Usage.Payments.Checkouts;

/// <summary>A row of <c>checkouts</c> and its statements.</summary>
internal sealed record CheckoutRow(
    Guid Id,
    Guid AccountId,
    string PackId,
    string PackName,
    long PriceNano,
    long CreditNano,
    string Provider,
    string? PaymentReference,
    string Status,
    long RefundedNano,
    long DisputedNano,
    DateTime CreatedAt,
    DateTime? PaidAt
)
{
    private const int ListLimit = 100;
    private const string Select = """
        SELECT id, account_id, pack_id, pack_name, price_nano, credit_nano, provider, payment_reference, status,
          refunded_nano, disputed_nano, created_at, paid_at
        FROM checkouts
        """;

    private Checkout Checkout =>
        new(
            Id,
            AccountId,
            PackId,
            PackName,
            new CheckoutTerms(new Money(PriceNano), new Money(CreditNano)),
            Provider,
            PaymentReference,
            Enum.Parse<CheckoutStatus>(Status),
            new CheckoutState(PaidAt is not null, new Money(RefundedNano), new Money(DisputedNano)),
            CreatedAt,
            PaidAt
        );

    public static Task InsertAsync(NpgsqlConnection connection, Checkout checkout, CancellationToken cancellationToken) =>
        connection.ExecuteAsync(
            new CommandDefinition(
                """
                INSERT INTO checkouts (id, account_id, pack_id, pack_name, price_nano, credit_nano, provider, created_at)
                VALUES (@Id, @AccountId, @PackId, @PackName, @price, @credit, @Provider, @CreatedAt)
                """,
                new
                {
                    checkout.Id,
                    checkout.AccountId,
                    checkout.PackId,
                    checkout.PackName,
                    checkout.Provider,
                    checkout.CreatedAt,
                    price = checkout.Terms.Price.NanoUsd,
                    credit = checkout.Terms.Credit.NanoUsd,
                },
                cancellationToken: cancellationToken
            )
        );

    public static Task SetProviderReferenceAsync(
        NpgsqlConnection connection,
        Guid id,
        string reference,
        CancellationToken cancellationToken
    ) =>
        connection.ExecuteAsync(
            new CommandDefinition(
                "UPDATE checkouts SET provider_reference = @reference WHERE id = @id",
                new { reference, id },
                cancellationToken: cancellationToken
            )
        );

    public static async Task<Checkout?> FindAsync(
        NpgsqlConnection connection,
        Guid account,
        Guid id,
        CancellationToken cancellationToken
    ) =>
        (
            await connection.QuerySingleOrDefaultAsync<CheckoutRow>(
                new CommandDefinition(
                    $"{Select} WHERE id = @id AND account_id = @account",
                    new { id, account },
                    cancellationToken: cancellationToken
                )
            )
        )?.Checkout;

    /// <summary>Newest first, at most a hundred.</summary>
    public static async Task<IEnumerable<Checkout>> ListAsync(
        NpgsqlConnection connection,
        Guid account,
        CancellationToken cancellationToken
    ) =>
        (
            await connection.QueryAsync<CheckoutRow>(
                new CommandDefinition(
                    $"{Select} WHERE account_id = @account ORDER BY created_at DESC, id DESC LIMIT @ListLimit",
                    new { account, ListLimit },
                    cancellationToken: cancellationToken
                )
            )
        ).Select(row => row.Checkout);

    /// <summary>Reads the account's checkout and locks it until the transaction ends.</summary>
    public static async Task<Checkout?> LockAsync(
        NpgsqlTransaction transaction,
        Guid account,
        Guid id,
        CancellationToken cancellationToken
    ) =>
        (
            await transaction.Connection!.QuerySingleOrDefaultAsync<CheckoutRow>(
                new CommandDefinition(
                    $"{Select} WHERE id = @id AND account_id = @account FOR UPDATE",
                    new { id, account },
                    transaction,
                    cancellationToken: cancellationToken
                )
            )
        )?.Checkout;

    /// <summary>Reads and locks the checkout of an event, by our id or else by the provider's id of the payment.</summary>
    public static async Task<Checkout?> LockAsync(
        NpgsqlTransaction transaction,
        string provider,
        PaymentEvent e,
        CancellationToken cancellationToken
    ) =>
        (
            await transaction.Connection!.QueryFirstOrDefaultAsync<CheckoutRow>(
                new CommandDefinition(
                    $"""
                    {Select} WHERE provider = @provider AND (id = @CheckoutId OR @CheckoutId IS NULL AND payment_reference = @PaymentReference)
                    ORDER BY id LIMIT 1 FOR UPDATE
                    """,
                    new
                    {
                        provider,
                        e.CheckoutId,
                        e.PaymentReference,
                    },
                    transaction,
                    cancellationToken: cancellationToken
                )
            )
        )?.Checkout;

    /// <summary>Stores what an event changes: reference, status and the posted state.</summary>
    public static Task UpdateAsync(
        NpgsqlTransaction transaction,
        Checkout checkout,
        DateTimeOffset now,
        CancellationToken cancellationToken
    ) =>
        transaction.Connection!.ExecuteAsync(
            new CommandDefinition(
                """
                UPDATE checkouts SET
                  status = @status, payment_reference = @PaymentReference, refunded_nano = @refunded, disputed_nano = @disputed,
                  paid_at = CASE WHEN @paid THEN coalesce(paid_at, @now) END, changed_at = @now
                WHERE id = @Id
                """,
                new
                {
                    checkout.Id,
                    checkout.PaymentReference,
                    status = checkout.Status.ToString(),
                    paid = checkout.Posted.Paid,
                    refunded = checkout.Posted.Refunded.NanoUsd,
                    disputed = checkout.Posted.Disputed.NanoUsd,
                    now = now.UtcDateTime,
                },
                transaction,
                cancellationToken: cancellationToken
            )
        );
}
