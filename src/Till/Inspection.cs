using System.Globalization;
using Platform.Contracts;
using StackExchange.Redis;

namespace Platform.Till;

/// <summary>Reads all that the till holds, a shard in one step, and changes nothing.</summary>
public sealed class Inspection(IConnectionMultiplexer redis)
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);
    private static readonly TillScript Inspect = new("readonly.lua", "days.lua", "inspect.lua");

    /// <summary>All accounts that the till knows, by shard; also those that the ledger does not.</summary>
    public async Task<ILookup<int, Guid>> AccountsAsync(CancellationToken cancellationToken)
    {
        var primaries = redis.GetServers().Where(server => server is { IsConnected: true, IsReplica: false });
        var found = await Task.WhenAll(
                primaries.Select(async server =>
                    await server
                        .KeysAsync(pattern: TillKeys.AccountPattern, pageSize: 1_000)
                        .Select(key => (string)key!)
                        .ToArrayAsync(cancellationToken)
                )
            )
            .WaitAsync(Timeout, cancellationToken);
        return found.SelectMany(keys => keys).Distinct().Select(TillKeys.ParseAccount).OfType<Guid>().ToLookup(TillKeys.ShardOf);
    }

    public async Task<ShardInspection> InspectAsync(InspectionRequest request, CancellationToken cancellationToken)
    {
        var answer = (RedisResult[])(await Inspect.RunAsync(redis, Keys(request), Values(request), Timeout, cancellationToken))!;
        return new ShardInspection(
            (string)answer[0]! is { Length: > 0 } epoch ? epoch : null,
            [.. Rows(answer[1]).Select(row => new StreamedEvent((string)row[0]!, Fields(row[1])))],
            [.. Rows(answer[2]).Select(Hold)],
            request.Accounts.Zip(Rows(answer[3]), (account, row) => (account, Account(row))).ToDictionary(),
            request
                .Budgets.Zip(Rows(answer[4]), (budget, row) => (budget, new BudgetTotals(Number(row[0]), Number(row[1]))))
                .ToDictionary(),
            request
                .Pending.Zip((RedisResult[])answer[5]!)
                .Where(pair => (long)pair.Second == 1)
                .Select(pair => pair.First.TransactionId)
                .ToHashSet(),
            Number(answer[6]),
            request.Days.Zip(Rows(answer[7]), (day, row) => (day, new BudgetTotals(Number(row[0]), Number(row[1])))).ToDictionary()
        );
    }

    private static RedisKey[] Keys(InspectionRequest request) =>
        [
            TillKeys.Open(request.Shard),
            TillKeys.Events(request.Shard),
            TillKeys.Holds(request.Shard),
            .. request.Accounts.Select(account => (RedisKey)TillKeys.Account(account)),
            .. request.Pending.Select(credit => (RedisKey)TillKeys.Applied(credit.AccountId, credit.TransactionId)),
        ];

    private static RedisValue[] Values(InspectionRequest request)
    {
        var numbers = request.Accounts.Select((account, i) => (account, i + 1)).ToDictionary();
        return
        [
            request.Accounts.Count,
            TillKeys.Hold(request.Shard, ""),
            request.Budgets.Count,
            .. request.Budgets.SelectMany(budget => (RedisValue[])[numbers[budget.Account], budget.Budget]),
            .. request.Days.SelectMany(day => (RedisValue[])[numbers[day.Account], day.Budget, SpendPeriods.Number(day.Day)]),
        ];
    }

    private static RedisResult[][] Rows(RedisResult rows) => [.. ((RedisResult[])rows!).Select(row => (RedisResult[])row!)];

    private static long Number(RedisResult value) => long.Parse((string)value!, CultureInfo.InvariantCulture);

    private static AccountTotals Account(RedisResult[] row) => new(Number(row[0]), Number(row[1]), Number(row[2]));

    private static InspectedHold Hold(RedisResult[] row) =>
        new(
            (string)row[0]!,
            (string)row[1]!,
            Guid.TryParseExact((string)row[2]!, "N", out var account) ? account : default,
            (string)row[3]!,
            Number(row[4]),
            SpendPeriods.DayOf(DateTimeOffset.FromUnixTimeMilliseconds(Number(row[5])))
        );

    /// <summary>In the form in which the Redis client returns them from a stream.</summary>
    private static NameValueEntry[] Fields(RedisResult fields) =>
        [.. ((RedisValue[])fields!).Chunk(2).Select(field => new NameValueEntry(field[0], field[1]))];
}
