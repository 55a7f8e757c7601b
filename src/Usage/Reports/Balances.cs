using Dapper;
using Npgsql;
using Platform.Contracts;
using Platform.Till;

namespace Platform.Usage.Reports;

/// <summary>
/// The balances of accounts and budgets. They come from the till, which knows the requests in flight, or else from the ledger.
/// </summary>
internal sealed class Balances(NpgsqlDataSource database, TillBalances till, TimeProvider time)
{
    public async Task<BalanceView> ReadAccountAsync(Guid account, CancellationToken cancellationToken)
    {
        if (await till.BalanceAsync(account, cancellationToken) is { } balance)
            return balance;

        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var credit = await connection.ExecuteScalarAsync<long?>(
            new CommandDefinition(
                "SELECT balance_nano FROM balances WHERE ledger_account = 'customer' AND account_id = @account",
                new { account },
                cancellationToken: cancellationToken
            )
        );
        return new BalanceView(new Money(credit ?? 0), Money.Zero);
    }

    /// <summary>The budgets that have postings.</summary>
    public async Task<IReadOnlyList<BudgetView>> ReadBudgetsAsync(Guid account, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var rows = (
            await connection.QueryAsync<BudgetSpending>(
                new CommandDefinition(
                    "SELECT account_id, budget_id, spent_nano FROM budgets WHERE account_id = @account ORDER BY budget_id",
                    new { account },
                    cancellationToken: cancellationToken
                )
            )
        ).AsList();
        return await till.BudgetsAsync(account, [.. rows.Select(row => row.BudgetId)], cancellationToken)
            ?? await FromLedgerAsync(connection, account, rows, cancellationToken);
    }

    private async Task<IReadOnlyList<BudgetView>> FromLedgerAsync(
        NpgsqlConnection connection,
        Guid account,
        IReadOnlyList<BudgetSpending> budgets,
        CancellationToken cancellationToken
    )
    {
        var today = SpendPeriods.DayOf(time.GetUtcNow());
        var days = (
            await connection.QueryAsync<DaySpending>(
                new CommandDefinition(
                    """
                    SELECT account_id, budget_id, day - date '1970-01-01' AS day, spent_nano FROM budget_days
                    WHERE account_id = @account AND day - date '1970-01-01' > @before
                    """,
                    new { account, before = SpendPeriods.Number(today) - TillKeys.Days },
                    cancellationToken: cancellationToken
                )
            )
        ).ToLookup(row => row.BudgetId, row => (SpendPeriods.Day(row.Day), new Money(row.SpentNano)));
        return
        [
            .. budgets.Select(row => new BudgetView(
                row.BudgetId,
                new Money(row.SpentNano),
                Money.Zero,
                SpendPeriods.Sum(today, days[row.BudgetId])
            )),
        ];
    }
}
