using System.Text.Json;
using Dapper;
using Microsoft.Extensions.Options;
using Npgsql;
using Platform.Contracts;
using Platform.ServiceDefaults;
using Platform.Till;
using Platform.Usage.Payments.Promotions;
using Platform.Usage.Payments.Purchases;
using Platform.Usage.Refused;

namespace Platform.Usage.Demo.History;

/// <summary>
/// Gives the demo account a fortnight of the past, once for each database, in the background. Each step enters where the live one would:
/// a request as a settlement in the till, which the intake posts; a payment as an event of its provider; a refusal in the log of refusals. So
/// all that holds of the ledger and the till holds of it. A start that finds a part of it goes on with the rest.
/// </summary>
internal sealed partial class DemoHistory(
    NpgsqlDataSource database,
    Settlements till,
    Epochs epochs,
    CreditDispatch credit,
    RefusedLog refused,
    PastPayments payments,
    Packs packs,
    IOptions<DemoOptions> options,
    SqlMigrations migrations,
    TimeProvider time,
    ILogger<DemoHistory> log
) : RepeatingService(migrations, time, log)
{
    /// <summary>So many at once that others find their place in between.</summary>
    private const int Together = 50;

    private const string Welcome = "demo-history";
    private static readonly Money WelcomeCredit = Money.FromUsd(5);
    private static readonly TimeSpan Closed = TimeSpan.FromMilliseconds(500),
        Breath = TimeSpan.FromMilliseconds(20);

    protected override async Task<TimeSpan> TurnAsync(CancellationToken cancellationToken)
    {
        if (!options.Value.Enabled || !options.Value.History || !payments.Available)
            return Timeout.InfiniteTimeSpan;
        if (await epochs.ReadAsync(TillKeys.ShardOf(DemoAccount.Id), cancellationToken) is null)
            return Closed;
        var begin = await BeginAsync(cancellationToken);
        var steps = HistoryStory.Tell(begin, WelcomeCredit, packs.Find(options.Value.Pack)!);
        var posted = await PostedAsync(steps, cancellationToken);
        if (steps.OfType<RequestStep>().All(step => posted.Contains(step.Request.RequestId)))
            return Timeout.InfiniteTimeSpan;
        await refused.AddAsync([.. steps.OfType<RefusalStep>().Select(step => step.Refusal)], cancellationToken);
        await SendAsync(steps, posted, cancellationToken);
        LogMade(log, steps.Count);
        return Timeout.InfiniteTimeSpan;
    }

    /// <summary>When the history begins, which the ledger remembers: its first credit is a gift of that time.</summary>
    private async Task<DateTimeOffset> BeginAsync(CancellationToken cancellationToken)
    {
        var promotions = new PromotionService(database, credit, new PastClock { Now = Time.GetUtcNow() - DemoKeys.Span });
        var request = new PromotionRequest(Welcome, WelcomeCredit, "Welcome");
        return (await promotions.GiveAsync(DemoAccount.Id, request, cancellationToken))!.Value.View.CreatedAt;
    }

    /// <summary>The ids of those requests that an earlier start sent. The till forgets what it settled after a day; the ledger does not.</summary>
    private async Task<HashSet<string>> PostedAsync(IReadOnlyList<HistoryStep> steps, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        return
        [
            .. await connection.QueryAsync<string>(
                new CommandDefinition(
                    "SELECT left(reference, -2) FROM ledger_transactions WHERE kind = 'usage' AND reference = ANY (@references)",
                    new { references = steps.OfType<RequestStep>().Select(step => step.Request.RequestId + "/1").ToArray() },
                    cancellationToken: cancellationToken
                )
            ),
        ];
    }

    private async Task SendAsync(IReadOnlyList<HistoryStep> steps, HashSet<string> posted, CancellationToken cancellationToken)
    {
        var sent = new List<Task<SettlementAnswer>>();
        foreach (var step in steps)
        {
            if (step is RequestStep { Request: var request } && !posted.Contains(request.RequestId))
                sent.Add(SettleAsync(request));
            if (step is CheckoutStep || sent.Count == Together)
                await ArriveAsync(sent, cancellationToken);
            if (step is CheckoutStep checkout)
                await payments.MakeAsync(checkout, cancellationToken);
        }

        await ArriveAsync(sent, cancellationToken);
    }

    /// <exception cref="InvalidOperationException">Somebody has spent the credit meanwhile.</exception>
    private async Task ArriveAsync(List<Task<SettlementAnswer>> sent, CancellationToken cancellationToken)
    {
        foreach (var answer in await Task.WhenAll(sent))
            if (answer.Most is { } most)
                throw new InvalidOperationException($"The demo account has no credit for its history: {most} is left.");
        sent.Clear();
        await Task.Delay(Breath, Time, cancellationToken);
    }

    private Task<SettlementAnswer> SettleAsync(UsageEvent request) =>
        till.SettleAsync(
            new SettlementRequest(
                request.AccountId,
                request.BudgetId,
                request.RequestId,
                request.Charge,
                JsonSerializer.SerializeToUtf8Bytes(request, ContractsJson.Default.UsageEvent),
                request.CountsAt
            )
        );

    /// <summary>Without credit, too: the account gets some, or the history stays as long as it is.</summary>
    protected override TimeSpan RetryPause(int failures) => TimeSpan.FromSeconds(Math.Min(60, 1 << Math.Min(failures, 6)));

    [LoggerMessage(
        Level = LogLevel.Information,
        Message = "The demo account has a fortnight of history: {Steps} requests, refusals and payments"
    )]
    private static partial void LogMade(ILogger log, int steps);
}
