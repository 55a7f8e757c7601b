using Npgsql;
using Platform.Contracts;
using Platform.Usage.Payments.Checkouts;
using Platform.Usage.Payments.Providers;
using Platform.Usage.Payments.Purchases;

namespace Platform.Usage.Payments.Webhooks;

/// <summary>
/// Takes payment events. One database transaction stores the event and moves the ledger from the checkout's posted state to the state that
/// all its events together give: once per event id, and with the same result in any order.
/// </summary>
internal sealed partial class PaymentIntake(
    NpgsqlDataSource database,
    CheckoutLedger ledger,
    CreditDispatch credit,
    TimeProvider time,
    ILogger<PaymentIntake> log
)
{
    public async Task<IntakeResult> TakeAsync(IPaymentProvider provider, PaymentEvent e, CancellationToken cancellationToken)
    {
        var (result, account) = await StoreAsync(provider, e, cancellationToken);
        LogTaken(log, provider.Name, e.Kind, e.Id, result);
        if (account is { } owner)
            await credit.DispatchAsync(owner, cancellationToken);
        return result;
    }

    private async Task<(IntakeResult Result, Guid? Account)> StoreAsync(
        IPaymentProvider provider,
        PaymentEvent e,
        CancellationToken cancellationToken
    )
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        // Locks are always taken in this order: payment, checkout, and the shard when the ledger is posted.
        if (e.PaymentReference is { } reference)
            await PaymentEventRow.LockPaymentAsync(transaction, provider.Name, reference, cancellationToken);
        var checkout = await CheckoutRow.LockAsync(transaction, provider.Name, e, cancellationToken);
        if (!await PaymentEventRow.InsertAsync(transaction, provider.Name, e, cancellationToken))
            return (IntakeResult.Repeated, checkout?.AccountId);
        if (checkout is not null)
            await PostAsync(transaction, provider, checkout, e, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return (checkout is null ? IntakeResult.Waiting : IntakeResult.Booked, checkout?.AccountId);
    }

    private async Task PostAsync(
        NpgsqlTransaction transaction,
        IPaymentProvider provider,
        Checkout checkout,
        PaymentEvent e,
        CancellationToken cancellationToken
    )
    {
        if ((e.Problem ?? AmountProblem(checkout, e)) is { } problem)
            LogProblem(log, provider.Name, e.Id, checkout.Id, problem);
        checkout = checkout with { PaymentReference = checkout.PaymentReference ?? e.PaymentReference };
        var events = await PaymentEventRow.ListAsync(transaction, provider.Name, checkout.Id, checkout.PaymentReference, cancellationToken);
        var state = CheckoutState.From(checkout.Terms.Price, events);
        await ledger.PostAsync(transaction, provider, checkout, state, e.Id, cancellationToken);
        checkout = checkout with { Posted = state, Status = state.Status(checkout.Terms.Price, events) };
        await CheckoutRow.UpdateAsync(transaction, checkout, time.GetUtcNow(), cancellationToken);
    }

    private static string? AmountProblem(Checkout checkout, PaymentEvent e) =>
        e.Kind == PaymentEventKind.Paid && e.Amount != checkout.Terms.Price
            ? $"{e.Amount} was paid where the price is {checkout.Terms.Price}."
            : null;

    [LoggerMessage(Level = LogLevel.Information, Message = "{Provider} reports {Kind} in event {EventId}: {Result}")]
    private static partial void LogTaken(ILogger log, string provider, PaymentEventKind kind, string eventId, IntakeResult result);

    [LoggerMessage(Level = LogLevel.Error, Message = "Event {EventId} of {Provider} has no effect, check checkout {CheckoutId}: {Problem}")]
    private static partial void LogProblem(ILogger log, string provider, string eventId, Guid checkoutId, string problem);
}
