using Dapper;
using Npgsql;
using Platform.Contracts;
using Platform.Usage.Payments.Course;

namespace Platform.Usage.Payments.Checkouts;

/// <summary>A payment event as the database has it.</summary>
internal sealed record EventRow(
    string EventId, string Kind, Guid? CheckoutId, string? PaymentReference, long AmountNano, string? DisputeId, string? Problem)
{
    private PaymentEvent Event => new(
        EventId, Enum.Parse<PaymentEventKind>(Kind), CheckoutId, PaymentReference, new Money(AmountNano), DisputeId, Problem);

    /// <summary>
    /// Until the transaction ends, no other event of this payment is taken. Without it, the event that joins payment and checkout could
    /// pass by one that waits for it, each not seeing the other.
    /// </summary>
    public static Task LockPaymentAsync(NpgsqlTransaction transaction, string provider, string reference, CancellationToken cancellationToken) =>
        transaction.Connection!.ExecuteAsync(new CommandDefinition("""
            SELECT set_config('lock_timeout', '5s', true);
            SELECT pg_advisory_xact_lock(hashtextextended(@name, 0))
            """,
            new { name = $"payment {provider} {reference}" }, transaction, cancellationToken: cancellationToken));

    /// <summary>False when it was told before.</summary>
    public static async Task<bool> WriteAsync(NpgsqlTransaction transaction, string provider, PaymentEvent e, CancellationToken cancellationToken) =>
        await transaction.Connection!.ExecuteAsync(new CommandDefinition("""
            INSERT INTO payment_events (provider, event_id, kind, checkout_id, payment_reference, amount_nano, dispute_id, problem)
            VALUES (@provider, @Id, @kind, @CheckoutId, @PaymentReference, @amount, @DisputeId, @Problem)
            ON CONFLICT (provider, event_id) DO NOTHING
            """,
            new
            {
                provider, e.Id, kind = e.Kind.ToString(), e.CheckoutId, e.PaymentReference, amount = e.Amount.NanoUsd, e.DisputeId, e.Problem,
            },
            transaction, cancellationToken: cancellationToken)) == 1;

    /// <summary>All that was told of a checkout, also what named only its payment.</summary>
    public static async Task<IReadOnlyList<PaymentEvent>> OfAsync(
        NpgsqlTransaction transaction, string provider, Guid checkout, string? reference, CancellationToken cancellationToken) =>
        [
            .. (await transaction.Connection!.QueryAsync<EventRow>(new CommandDefinition("""
                SELECT event_id, kind, checkout_id, payment_reference, amount_nano, dispute_id, problem FROM payment_events
                WHERE provider = @provider AND (checkout_id = @checkout OR checkout_id IS NULL AND payment_reference = @reference)
                """,
                new { provider, checkout, reference }, transaction, cancellationToken: cancellationToken))).Select(row => row.Event),
        ];
}
