using Platform.Contracts;
using StackExchange.Redis;

namespace Platform.Usage.Till;

/// <summary>
/// What the till says right now. Null when its shard is closed or Redis does not answer soon: then the book must do.
/// </summary>
internal sealed class TillReader(IConnectionMultiplexer redis)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    public async Task<BalanceView?> BalanceAsync(Guid account, CancellationToken cancellationToken)
    {
        var found = await ReadAsync(account, ["credit", "held"], cancellationToken);
        return found is null ? null : new BalanceView(found[0], found[1]);
    }

    public async Task<IReadOnlyList<BudgetView>?> BudgetsAsync(Guid account, IReadOnlyList<string> budgetIds, CancellationToken cancellationToken)
    {
        var found = await ReadAsync(account, [.. budgetIds.SelectMany(id => (RedisValue[])[TillKeys.Spent(id), TillKeys.Held(id)])], cancellationToken);
        return found is null ? null : [.. budgetIds.Select((id, i) => new BudgetView(id, found[2 * i], found[2 * i + 1]))];
    }

    /// <summary>Asks in one transaction whether the shard is open, so that a till being emptied or filled is never believed.</summary>
    private async Task<Money[]?> ReadAsync(Guid account, RedisValue[] fields, CancellationToken cancellationToken)
    {
        if (fields.Length == 0)
            return [];
        try
        {
            var transaction = redis.GetDatabase().CreateTransaction();
            var open = transaction.KeyExistsAsync(TillKeys.Open(TillKeys.ShardOf(account)));
            var values = transaction.HashGetAsync(TillKeys.Account(account), fields);
            await transaction.ExecuteAsync().WaitAsync(Patience, cancellationToken);
            return await open ? [.. (await values).Select(value => new Money((long)value))] : null;
        }
        catch (Exception e) when (e is RedisException or TimeoutException)
        {
            return null;
        }
    }
}
