using Dapper;
using Npgsql;
using Platform.Contracts;
using Platform.Usage.Payments.Providers;

namespace Platform.Usage.Payments.Webhooks;

/// <summary>A row of <c>payment_events</c> and its statements.</summary>
internal sealed record PaymentEventRow(
    string EventId,
    string Kind,
    Guid? CheckoutId,
    string? PaymentReference,
    long AmountNano,
    string? DisputeId,
    string? Problem
)
{
    private PaymentEvent Event =>
        new(EventId, Enum.Parse<PaymentEventKind>(Kind), CheckoutId, PaymentReference, new Money(AmountNano), DisputeId, Problem);

    /// <summary>
    /// Locks the payment until the transaction ends. Without the lock, the event that links payment and checkout and an event that waits
    /// for this link could commit at the same time without seeing each other.
    /// </summary>
    public static Task LockPaymentAsync(
        NpgsqlTransaction transaction,
        string provider,
        string reference,
        CancellationToken cancellationToken
    ) =>
        transaction.Connection!.ExecuteAsync(
            new CommandDefinition(
                """
                SELECT set_config('lock_timeout', '5s', true);
                SELECT pg_advisory_xact_lock(hashtextextended(@name, 0))
                """,
                new { name = $"payment {provider} {reference}" },
                transaction,
                cancellationToken: cancellationToken
            )
        );

    /// <summary>False when the event is stored already.</summary>
    public static async Task<bool> InsertAsync(
        NpgsqlTransaction transaction,
        string provider,
        PaymentEvent e,
        CancellationToken cancellationToken
    ) =>
        await transaction.Connection!.ExecuteAsync(
            new CommandDefinition(
                """
                INSERT INTO payment_events (provider, event_id, kind, checkout_id, payment_reference, amount_nano, dispute_id, problem)
                VALUES (@provider, @Id, @kind, @CheckoutId, @PaymentReference, @amount, @DisputeId, @Problem)
                ON CONFLICT (provider, event_id) DO NOTHING
                """,
                new
                {
                    provider,
                    e.Id,
                    kind = e.Kind.ToString(),
                    e.CheckoutId,
                    e.PaymentReference,
                    amount = e.Amount.NanoUsd,
                    e.DisputeId,
                    e.Problem,
                },
                transaction,
                cancellationToken: cancellationToken
            )
        ) == 1;

    /// <summary>All events of a checkout, including those that name only its payment.</summary>
    public static async Task<IReadOnlyList<PaymentEvent>> ListAsync(
        NpgsqlTransaction transaction,
        string provider,
        Guid checkout,
        string? reference,
        CancellationToken cancellationToken
    ) =>
        [
            .. (
                await transaction.Connection!.QueryAsync<PaymentEventRow>(
                    new CommandDefinition(
                        """
                        SELECT event_id, kind, checkout_id, payment_reference, amount_nano, dispute_id, problem FROM payment_events
                        WHERE provider = @provider AND (checkout_id = @checkout OR checkout_id IS NULL AND payment_reference = @reference)
                        """,
                        new
                        {
                            provider,
                            checkout,
                            reference,
                        },
                        transaction,
                        cancellationToken: cancellationToken
                    )
                )
            ).Select(row => row.Event),
        ];
}
