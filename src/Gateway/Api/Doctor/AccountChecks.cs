using Platform.Contracts;
using Platform.Gateway.Api.Receipts;

namespace Platform.Gateway.Api.Doctor;

/// <summary>Checks of the money for a request: the account's credit and the key's own limit.</summary>
internal sealed class AccountChecks(UsageReportsClient usage, TimeProvider time)
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(3);

    /// <param name="key">A key that is in force; null when there is none.</param>
    public async Task<IReadOnlyList<Check>> RunAsync(KeyFacts? key, CancellationToken cancellationToken)
    {
        if (key is null)
            return [Check.Skipped("credit"), Check.Skipped("spend_limit"), Check.Skipped("usage_service")];
        try
        {
            var (balance, budgets) = (
                usage.BalanceAsync(key.AccountId, cancellationToken),
                usage.BudgetsAsync(key.AccountId, cancellationToken)
            );
            await Task.WhenAll(balance, budgets).WaitAsync(Timeout, time, cancellationToken);
            var budget =
                (await budgets).FirstOrDefault(budget => budget.BudgetId == key.BudgetId)
                ?? new BudgetView(key.BudgetId, Money.Zero, Money.Zero);
            return
            [
                Credit(await balance),
                SpendLimit(key, budget, SpendPeriods.DayOf(time.GetUtcNow())),
                Check.Ok("usage_service", "The usage service answers."),
            ];
        }
        catch (Exception e) when (e is UsageReportsUnavailableException or TimeoutException)
        {
            const string unknown = "Not known: the usage service does not answer.";
            return
            [
                Check.Skipped("credit", unknown),
                Check.Skipped("spend_limit", unknown),
                Check.Unavailable("usage_service", "The usage service"),
            ];
        }
    }

    public static Check Credit(BalanceView balance) =>
        balance.Credit <= Money.Zero
            ? new Check("credit", CheckStatus.Fail, "The account has no credit left.", "Buy a credit pack on the Credit page.")
        : balance.Available <= Money.Zero
            ? new Check(
                "credit",
                CheckStatus.Warn,
                $"All of the account's {balance.Credit} is set aside for requests that are still running.",
                "Wait for them to end, or buy a credit pack on the Credit page."
            )
        : Check.Ok(
            "credit",
            $"The account has {balance.Credit} of credit"
                + (balance.Held > Money.Zero ? $", of which {balance.Held} is set aside for requests that are still running." : ".")
        );

    /// <param name="today">The day, UTC.</param>
    public static Check SpendLimit(KeyFacts key, BudgetView budget, DateOnly today)
    {
        if (Total(key.SpendLimit, budget) is not { } left)
            return Failed($"The key has used up its spend limit of {key.SpendLimit}.", "");
        if (key.PeriodLimit is { } each && each.Amount - InPeriod(each, budget) <= Money.Zero)
            return Failed(
                $"The key has used up its spend limit of {each.Amount} a {Name(each.Period)}.",
                $" until {each.Period.Next(today):yyyy-MM-dd}, 00:00 UTC, when it starts anew"
            );
        return Check.Ok("spend_limit", left + (key.PeriodLimit is { } limit ? Period(limit, budget) : ""));
    }

    /// <summary>What is left in total, a sentence; null where nothing is.</summary>
    private static string? Total(Money? limit, BudgetView budget) =>
        limit is not { } max ? $"The key has no spend limit in total and has spent {budget.Spent}."
        : max - budget.Spent - budget.Held is var left && left > Money.Zero ? $"The key may spend {left} more of its {max}."
        : null;

    private static string Period(PeriodLimit limit, BudgetView budget) =>
        $" It has spent {InPeriod(limit, budget)} of the {limit.Amount} that it may spend in this {Name(limit.Period)}.";

    private static Money InPeriod(PeriodLimit limit, BudgetView budget) => (budget.Periods ?? PeriodSpending.None).In(limit.Period);

    private static string Name(SpendPeriod period) => period.ToString().ToLowerInvariant();

    private static Check Failed(string what, string until) =>
        new("spend_limit", CheckStatus.Fail, what, $"Use another key{until}, or raise its limit on the Keys page.");
}
