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
            return [Credit(await balance), SpendLimit(key.SpendLimit, budget), Check.Ok("usage_service", "The usage service answers.")];
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

    public static Check SpendLimit(Money? limit, BudgetView budget)
    {
        if (limit is not { } max)
            return Check.Ok("spend_limit", $"The key has no spend limit of its own and has spent {budget.Spent}.");
        var left = max - budget.Spent - budget.Held;
        return left > Money.Zero
            ? Check.Ok("spend_limit", $"The key may spend {left} more of its {max}.")
            : new Check(
                "spend_limit",
                CheckStatus.Fail,
                $"The key has used up its spend limit of {max}.",
                "Use another key, or create one with a higher limit on the Tokens page."
            );
    }
}
