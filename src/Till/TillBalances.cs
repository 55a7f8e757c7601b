using Platform.Contracts;
using StackExchange.Redis;

namespace Platform.Till;

/// <summary>
/// The totals of accounts and budgets now, read from the till. Null when their shard is closed or Redis does not answer soon: the caller
/// then reads the ledger.
/// </summary>
public sealed class TillBalances(IConnectionMultiplexer redis)
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(1);

    /// <summary>An account's credit, and what was spent of one budget.</summary>
    public async Task<(Money Credit, Money Spent)?> FundsAsync(Guid account, string budgetId, CancellationToken cancellationToken)
    {
        var found = await ReadAsync(account, [TillKeys.Credit, TillKeys.Spent(budgetId)], cancellationToken);
        return found is null ? null : (found[0], found[1]);
    }

    public async Task<BalanceView?> BalanceAsync(Guid account, CancellationToken cancellationToken)
    {
        var found = await ReadAsync(account, [TillKeys.Credit, TillKeys.AccountHeld], cancellationToken);
        return found is null ? null : new BalanceView(found[0], found[1]);
    }

    public async Task<IReadOnlyList<BudgetView>?> BudgetsAsync(
        Guid account,
        IReadOnlyList<string> budgetIds,
        CancellationToken cancellationToken
    )
    {
        var fields = budgetIds.SelectMany(id => (RedisValue[])[TillKeys.Spent(id), TillKeys.Held(id)]);
        var found = await ReadAsync(account, [.. fields], cancellationToken);
        return found is null ? null : [.. budgetIds.Select((id, i) => new BudgetView(id, found[2 * i], found[2 * i + 1]))];
    }

    /// <summary>
    /// One transaction also reads whether the shard is open, so that a till that is being emptied or filled is never used.
    /// </summary>
    private async Task<Money[]?> ReadAsync(Guid account, RedisValue[] fields, CancellationToken cancellationToken)
    {
        if (fields.Length == 0)
            return [];
        try
        {
            var transaction = redis.GetDatabase().CreateTransaction();
            var open = transaction.KeyExistsAsync(TillKeys.Open(TillKeys.ShardOf(account)));
            var values = transaction.HashGetAsync(TillKeys.Account(account), fields);
            await transaction.ExecuteAsync().WaitAsync(Timeout, cancellationToken);
            return await open ? [.. (await values).Select(value => new Money((long)value))] : null;
        }
        catch (Exception e) when (e is RedisException or TimeoutException)
        {
            return null;
        }
    }
}
