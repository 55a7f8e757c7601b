using Npgsql;
using Platform.Contracts;
using Platform.Usage.Ledger;
using Platform.Usage.Payments.Course;
using Platform.Usage.Payments.Providers;

namespace Platform.Usage.Payments.Checkouts;

internal enum Taken
{
    /// <summary>Kept, and whatever it changed is in the ledger.</summary>
    Booked,

    /// <summary>Told before; nothing changed.</summary>
    Repeated,

    /// <summary>Kept until an event says which checkout its payment belongs to.</summary>
    Waiting,
}

/// <summary>
/// Takes what providers tell. One database transaction keeps the event and moves the ledger from where the checkout stands to where
/// all its events together say it should: once per event id, and in any order to the same end.
/// </summary>
internal sealed partial class PaymentIntake(
    NpgsqlDataSource database, CheckoutLedger ledger, PromptCredit credit, ILogger<PaymentIntake> log)
{
    public async Task<Taken> TakeAsync(IPaymentProvider provider, PaymentEvent e, CancellationToken cancellationToken)
    {
        var (taken, account) = await RecordAsync(provider, e, cancellationToken);
        LogTaken(log, provider.Name, e.Kind, e.Id, taken);
        if (account is { } theirs)
            await credit.CarryAsync(theirs, cancellationToken);
        return taken;
    }

    private async Task<(Taken Taken, Guid? Account)> RecordAsync(IPaymentProvider provider, PaymentEvent e, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        // Always in this order: payment, checkout, and within the ledger the shard.
        if (e.PaymentReference is { } reference)
            await EventRow.LockPaymentAsync(transaction, provider.Name, reference, cancellationToken);
        var checkout = await CheckoutRow.LockAsync(transaction, provider.Name, e, cancellationToken);
        if (!await EventRow.WriteAsync(transaction, provider.Name, e, cancellationToken))
            return (Taken.Repeated, checkout?.AccountId);
        if (checkout is not null)
            await FollowAsync(transaction, provider, checkout, e, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return (checkout is null ? Taken.Waiting : Taken.Booked, checkout?.AccountId);
    }

    private async Task FollowAsync(
        NpgsqlTransaction transaction, IPaymentProvider provider, Checkout checkout, PaymentEvent e, CancellationToken cancellationToken)
    {
        if ((e.Problem ?? WrongAmount(checkout, e)) is { } problem)
            LogProblem(log, provider.Name, e.Id, checkout.Id, problem);
        checkout = checkout with { PaymentReference = checkout.PaymentReference ?? e.PaymentReference };
        var events = await EventRow.OfAsync(transaction, provider.Name, checkout.Id, checkout.PaymentReference, cancellationToken);
        var standing = Standing.Of(checkout.Deal.Price, events);
        await ledger.MoveAsync(transaction, provider, checkout, standing, e.Id, cancellationToken);
        await CheckoutLedger.UpdateAsync(
            transaction, checkout with { Booked = standing, Status = standing.Status(checkout.Deal.Price, events) }, cancellationToken);
    }

    private static string? WrongAmount(Checkout checkout, PaymentEvent e) => e.Kind == PaymentEventKind.Paid && e.Amount != checkout.Deal.Price
        ? $"{e.Amount} was paid where the price is {checkout.Deal.Price}."
        : null;

    [LoggerMessage(Level = LogLevel.Information, Message = "{Provider} tells {Kind} in event {EventId}: {Taken}")]
    private static partial void LogTaken(ILogger log, string provider, PaymentEventKind kind, string eventId, Taken taken);

    [LoggerMessage(Level = LogLevel.Error, Message = "Event {EventId} of {Provider} counts for nothing, see to checkout {CheckoutId}: {Problem}")]
    private static partial void LogProblem(ILogger log, string provider, string eventId, Guid checkoutId, string problem);
}
