using Dapper;
using Npgsql;
using Platform.Contracts;

namespace Platform.Usage.Payments.Purchases;

/// <summary>A row of <c>payments</c> and its statements.</summary>
internal sealed record PurchaseRow(string PaymentId, Guid AccountId, string PackId, long PriceNano, long CreditNano, DateTime CreatedAt)
{
    private const int ListLimit = 100;
    private const string Columns = "payment_id, account_id, pack_id, price_nano, credit_nano, created_at";

    public PurchaseView View => new(PaymentId, PackId, new Money(PriceNano), new Money(CreditNano), CreatedAt);

    public static Task<PurchaseRow?> FindAsync(NpgsqlConnection connection, string paymentId, CancellationToken cancellationToken) =>
        connection.QuerySingleOrDefaultAsync<PurchaseRow?>(
            new CommandDefinition(
                $"SELECT {Columns} FROM payments WHERE payment_id = @paymentId",
                new { paymentId },
                cancellationToken: cancellationToken
            )
        );

    /// <summary>Newest first, at most a hundred.</summary>
    public static Task<IEnumerable<PurchaseRow>> ListAsync(
        NpgsqlConnection connection,
        Guid account,
        CancellationToken cancellationToken
    ) =>
        connection.QueryAsync<PurchaseRow>(
            new CommandDefinition(
                $"SELECT {Columns} FROM payments WHERE account_id = @account ORDER BY created_at DESC, payment_id DESC LIMIT @ListLimit",
                new { account, ListLimit },
                cancellationToken: cancellationToken
            )
        );

    public static Task<PurchaseRow> InsertAsync(
        NpgsqlTransaction transaction,
        string paymentId,
        Guid account,
        string packId,
        Money price,
        Money credit,
        Guid ledgerTransaction,
        DateTimeOffset at,
        CancellationToken cancellationToken
    ) =>
        transaction.Connection!.QuerySingleAsync<PurchaseRow>(
            new CommandDefinition(
                $"""
                INSERT INTO payments (payment_id, account_id, pack_id, price_nano, credit_nano, ledger_transaction_id, created_at)
                VALUES (@paymentId, @account, @packId, @price, @credit, @ledgerTransaction, @at)
                RETURNING {Columns}
                """,
                new
                {
                    paymentId,
                    account,
                    packId,
                    price = price.NanoUsd,
                    credit = credit.NanoUsd,
                    ledgerTransaction,
                    at = at.UtcDateTime,
                },
                transaction,
                cancellationToken: cancellationToken
            )
        );
}
