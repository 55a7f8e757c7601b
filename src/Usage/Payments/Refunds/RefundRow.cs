using Dapper;
using Npgsql;
using Platform.Contracts;

namespace Platform.Usage.Payments.Refunds;

/// <summary>A row of <c>refunds</c> and its statements.</summary>
internal sealed record RefundRow(string Id, Guid CheckoutId, long AmountNano, long TotalNano, string Status, DateTime CreatedAt)
{
    private const string Columns = "id, checkout_id, amount_nano, total_nano, status, created_at";

    private Refund Refund => new(Id, CheckoutId, new Money(AmountNano), new Money(TotalNano), Enum.Parse<RefundStatus>(Status), CreatedAt);

    public static async Task<Refund?> FindAsync(NpgsqlTransaction transaction, string id, CancellationToken cancellationToken) =>
        (
            await transaction.Connection!.QuerySingleOrDefaultAsync<RefundRow>(
                new CommandDefinition(
                    $"SELECT {Columns} FROM refunds WHERE id = @id",
                    new { id },
                    transaction,
                    cancellationToken: cancellationToken
                )
            )
        )?.Refund;

    /// <summary>The sum of a checkout's refunds that were requested and not refused.</summary>
    public static async Task<Money> TotalAsync(NpgsqlTransaction transaction, Guid checkout, CancellationToken cancellationToken) =>
        new(
            await transaction.Connection!.ExecuteScalarAsync<long>(
                new CommandDefinition(
                    "SELECT coalesce(sum(amount_nano), 0)::bigint FROM refunds WHERE checkout_id = @checkout AND status <> 'Refused'",
                    new { checkout },
                    transaction,
                    cancellationToken: cancellationToken
                )
            )
        );

    /// <summary>Null when the id exists already.</summary>
    public static async Task<Refund?> InsertAsync(
        NpgsqlTransaction transaction,
        string id,
        Guid checkout,
        Money amount,
        Money total,
        CancellationToken cancellationToken
    ) =>
        (
            await transaction.Connection!.QuerySingleOrDefaultAsync<RefundRow>(
                new CommandDefinition(
                    $"""
                    INSERT INTO refunds (id, checkout_id, amount_nano, total_nano) VALUES (@id, @checkout, @amount, @total)
                    ON CONFLICT (id) DO NOTHING RETURNING {Columns}
                    """,
                    new
                    {
                        id,
                        checkout,
                        amount = amount.NanoUsd,
                        total = total.NanoUsd,
                    },
                    transaction,
                    cancellationToken: cancellationToken
                )
            )
        )?.Refund;

    public static Task SetStatusAsync(NpgsqlConnection connection, string id, RefundStatus status, CancellationToken cancellationToken) =>
        connection.ExecuteAsync(
            new CommandDefinition(
                "UPDATE refunds SET status = @status WHERE id = @id",
                new { id, status = status.ToString() },
                cancellationToken: cancellationToken
            )
        );
}
