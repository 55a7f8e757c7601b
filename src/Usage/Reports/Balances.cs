using Dapper;
using Npgsql;
using Platform.Contracts;
using Platform.Till;

namespace Platform.Usage.Reports;

/// <summary>
/// The balances of accounts and budgets. They come from the till, which knows the requests in flight, or else from the ledger.
/// </summary>
internal sealed class Balances(NpgsqlDataSource database, TillBalances till)
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
            ?? [.. rows.Select(row => new BudgetView(row.BudgetId, new Money(row.SpentNano), Money.Zero))];
    }
}
