using Platform.Contracts;
using StackExchange.Redis;

namespace Platform.Usage.Till;

/// <summary>
/// What the till says right now. Null when its shard is closed or Redis does not answer soon: then the book must do.
/// </summary>
internal sealed class TillReader(IConnectionMultiplexer redis)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);
    private static readonly RedisValue[] AccountFields = ["credit", "held"], BudgetFields = ["spent", "held"];

    public async Task<BalanceView?> BalanceAsync(Guid account, CancellationToken cancellationToken)
    {
        var rows = await ReadAsync(TillKeys.ShardOf(account), [TillKeys.Account(account)], AccountFields, cancellationToken);
        return rows is null ? null : new BalanceView(rows[0].First, rows[0].Second);
    }

    public async Task<IReadOnlyList<BudgetView>?> BudgetsAsync(Guid account, IReadOnlyList<string> budgetIds, CancellationToken cancellationToken)
    {
        var keys = budgetIds.Select(id => (RedisKey)TillKeys.Budget(account, id));
        var rows = await ReadAsync(TillKeys.ShardOf(account), keys, BudgetFields, cancellationToken);
        return rows?.Select((row, i) => new BudgetView(budgetIds[i], row.First, row.Second)).ToArray();
    }

    /// <summary>Asks in one transaction whether the shard is open, so that a till being emptied or filled is never believed.</summary>
    private async Task<(Money First, Money Second)[]?> ReadAsync(
        int shard, IEnumerable<RedisKey> keys, RedisValue[] fields, CancellationToken cancellationToken)
    {
        try
        {
            var transaction = redis.GetDatabase().CreateTransaction();
            var open = transaction.KeyExistsAsync(TillKeys.Open(shard));
            var hashes = keys.Select(key => transaction.HashGetAsync(key, fields)).ToArray();
            await transaction.ExecuteAsync().WaitAsync(Patience, cancellationToken);
            if (!await open)
                return null;
            return [.. (await Task.WhenAll(hashes)).Select(row => (new Money((long)row[0]), new Money((long)row[1])))];
        }
        catch (Exception e) when (e is RedisException or TimeoutException)
        {
            return null;
        }
    }
}
