using Microsoft.Extensions.Options;
using Npgsql;
using Platform.Contracts;
using Platform.Usage.Payments.Checkouts;
using Platform.Usage.Payments.Providers;
using Platform.Usage.Payments.Purchases;
using Platform.Usage.Payments.Webhooks;

namespace Platform.Usage.Demo.History;

/// <summary>Checkouts of the history at the sandbox, with the clock of their time. Made again they change nothing.</summary>
internal sealed class PastPayments(
    NpgsqlDataSource database,
    PaymentProviders providers,
    CreditDispatch credit,
    Packs packs,
    IOptions<DemoOptions> options,
    ILogger<PaymentIntake> log
)
{
    private readonly IPaymentProvider? sandbox = providers.Find(ProviderNames.Sandbox);

    /// <summary>Money of a real provider is not invented.</summary>
    public bool Available => sandbox is not null;

    public async Task MakeAsync(CheckoutStep step, CancellationToken cancellationToken)
    {
        var pack = packs.Find(options.Value.Pack)!;
        await StartAsync(step, pack, cancellationToken);
        if (step.Result is not { } result)
            return;
        var clock = new PastClock { Now = step.At + step.Took };
        await new PaymentIntake(database, new CheckoutLedger(clock), credit, clock, log).TakeAsync(
            sandbox!,
            new PaymentEvent($"demo-history/{step.Id:N}", result, step.Id, null, result == PaymentEventKind.Paid ? pack.Price : Money.Zero),
            cancellationToken
        );
    }

    private async Task StartAsync(CheckoutStep step, PackView pack, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        if (await CheckoutRow.FindAsync(connection, DemoAccount.Id, step.Id, cancellationToken) is not null)
            return;
        var checkout = new Checkout(
            step.Id,
            DemoAccount.Id,
            pack.Id,
            pack.Name,
            new CheckoutTerms(pack.Price, pack.Credit),
            sandbox!.Name,
            null,
            CheckoutStatus.Pending,
            CheckoutState.Unpaid,
            step.At.UtcDateTime,
            null
        );
        await CheckoutRow.InsertAsync(connection, checkout, cancellationToken);
    }
}
