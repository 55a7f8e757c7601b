using System.Globalization;
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
        if (budgetIds.Count == 0)
            return [];
        try
        {
            var today = SpendPeriods.DayOf(DateTimeOffset.FromUnixTimeMilliseconds(await redis.NowAsync(cancellationToken)));
            var days = DaysUntil(today);
            var fields = budgetIds.SelectMany(id =>
                (RedisValue[])[TillKeys.Spent(id), TillKeys.Held(id), .. days.Select(day => (RedisValue)TillKeys.Day(id, day))]
            );
            return await ReadValuesAsync(account, [.. fields], cancellationToken) is { } found
                ? [.. budgetIds.Zip(found.Chunk(2 + days.Length), (id, values) => Budget(id, values, today, days))]
                : null;
        }
        catch (Exception e) when (e is RedisException or TimeoutException)
        {
            return null;
        }
    }

    /// <summary>The days of this week and of this month so far.</summary>
    private static DateOnly[] DaysUntil(DateOnly today)
    {
        var (week, month) = (SpendPeriod.Week.First(today), SpendPeriod.Month.First(today));
        var first = week < month ? week : month;
        return [.. Enumerable.Range(0, today.DayNumber - first.DayNumber + 1).Select(first.AddDays)];
    }

    private static BudgetView Budget(string id, RedisValue[] values, DateOnly today, DateOnly[] days) =>
        new(
            id,
            new Money((long)values[0]),
            new Money((long)values[1]),
            SpendPeriods.Sum(today, days.Zip(values[2..], (day, value) => (day, SpentOn(day, value))))
        );

    /// <summary>As <c>days.lua</c> reads it.</summary>
    private static Money SpentOn(DateOnly day, string? value) =>
        value?.Split(' ') is [var number, var spent, _] && number == SpendPeriods.Number(day).ToString(CultureInfo.InvariantCulture)
            ? new Money(long.Parse(spent, CultureInfo.InvariantCulture))
            : Money.Zero;

    /// <summary>
    /// One transaction also reads whether the shard is open, so that a till that is being emptied or filled is never used.
    /// </summary>
    private async Task<Money[]?> ReadAsync(Guid account, RedisValue[] fields, CancellationToken cancellationToken) =>
        await ReadValuesAsync(account, fields, cancellationToken) is { } values
            ? [.. values.Select(value => new Money((long)value))]
            : null;

    /// <inheritdoc cref="ReadAsync"/>
    private async Task<RedisValue[]?> ReadValuesAsync(Guid account, RedisValue[] fields, CancellationToken cancellationToken)
    {
        try
        {
            var transaction = redis.GetDatabase().CreateTransaction();
            var open = transaction.KeyExistsAsync(TillKeys.Open(TillKeys.ShardOf(account)));
            var values = transaction.HashGetAsync(TillKeys.Account(account), fields);
            await transaction.ExecuteAsync().WaitAsync(Timeout, cancellationToken);
            return await open ? await values : null;
        }
        catch (Exception e) when (e is RedisException or TimeoutException)
        {
            return null;
        }
    }
}
