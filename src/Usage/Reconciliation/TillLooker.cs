using System.Globalization;
using Platform.Contracts;
using Platform.Till;
using Platform.Usage.Intake;
using Platform.Usage.Till;
using StackExchange.Redis;

namespace Platform.Usage.Reconciliation;

/// <summary>Reads shards of the till, each in one step.</summary>
internal sealed class TillLooker(IConnectionMultiplexer redis)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TillScript Script = new(typeof(TillLooker), "look.lua");

    /// <summary>All accounts the till knows, by shard; also such as the book has never heard of.</summary>
    public async Task<ILookup<int, Guid>> AccountsAsync(CancellationToken cancellationToken)
    {
        var primaries = redis.GetServers().Where(server => server is { IsConnected: true, IsReplica: false });
        var found = await Task.WhenAll(primaries.Select(async server => await server.KeysAsync(pattern: "{till*}:account:*", pageSize: 1_000)
            .Select(key => (string)key!).ToArrayAsync(cancellationToken))).WaitAsync(Patience, cancellationToken);
        return found.SelectMany(keys => keys).Distinct().Where(key => Guid.TryParseExact(key[(key.LastIndexOf(':') + 1)..], "N", out _))
            .Select(key => Guid.ParseExact(key[(key.LastIndexOf(':') + 1)..], "N")).ToLookup(TillKeys.ShardOf);
    }

    public async Task<TillLook> LookAsync(ShardBook book, IEnumerable<Guid> alsoAccounts, CancellationToken cancellationToken)
    {
        var (shard, accounts) = (book.Shard, book.Accounts.Union(alsoAccounts).ToArray());
        var numbers = accounts.Select((account, i) => (account, i + 1)).ToDictionary();
        var budgets = book.Budgets.Select(row => (row.AccountId, row.BudgetId)).ToArray();
        var pending = book.Pending.ToArray();
        RedisKey[] keys =
        [
            TillKeys.Open(shard), TillKeys.Events(shard), TillKeys.Holds(shard),
            .. accounts.Select(account => (RedisKey)TillKeys.Account(account)),
            .. pending.Select(row => (RedisKey)TillKeys.Applied(row.AccountId, row.TransactionId.ToString("N"))),
        ];
        var answer = (RedisResult[])(await Script.RunAsync(
            redis, keys,
            [accounts.Length, TillKeys.Hold(shard, ""), .. budgets.SelectMany(budget => (RedisValue[])[numbers[budget.AccountId], budget.BudgetId])],
            Patience, cancellationToken))!;

        var events = Rows(answer[1]);
        var now = long.Parse((string)answer[6]!, CultureInfo.InvariantCulture);
        return new TillLook(
            (string)answer[0]! is { Length: > 0 } epoch ? epoch : null,
            [.. events.SelectMany(row => Charges(shard, row)).DistinctBy(charge => charge.Reference)],
            [.. Rows(answer[2]).Select(Hold)],
            accounts.Zip(Rows(answer[3]), (account, row) => (account, new TillAccount(Number(row[0]), Number(row[1]), Number(row[2])))).ToDictionary(),
            budgets.Zip(Rows(answer[4]), (budget, row) => (budget, new TillBudget(Number(row[0]), Number(row[1])))).ToDictionary(),
            pending.Where((_, i) => (long)((RedisResult[])answer[5]!)[i] == 1).Select(row => row.TransactionId).ToHashSet(),
            events.Length, events.Length == 0 ? 0 : Math.Max(0, now - Milliseconds((string)events[0][0]!)));
    }

    private static RedisResult[][] Rows(RedisResult rows) => [.. ((RedisResult[])rows!).Select(row => (RedisResult[])row!)];

    private static long Number(RedisResult value) => long.Parse((string)value!, CultureInfo.InvariantCulture);

    private static long Milliseconds(string entryId) => long.Parse(entryId.AsSpan(0, entryId.IndexOf('-', StringComparison.Ordinal)), CultureInfo.InvariantCulture);

    private static OpenHold Hold(RedisResult[] row) => new(
        (string)row[0]!, (string)row[1]!, Guid.TryParseExact((string)row[2]!, "N", out var account) ? account : default, (string)row[3]!, Number(row[4]));

    /// <summary>An event that cannot be read charges nothing here; it becomes a dead letter, which has its own check.</summary>
    private static IEnumerable<TillCharge> Charges(int shard, RedisResult[] row)
    {
        var read = EventReading.Of(new ShardEntry(shard, (string)row[0]!, EventStream.Event(Fields(row[1])))).Event;
        return read?.Attempts.Select(attempt => new TillCharge(
            $"{read.RequestId}/{attempt.Number}", read.RequestId, read.AccountId, read.BudgetId, attempt.Charge.NanoUsd)) ?? [];
    }

    /// <summary>As the client reads them when it is asked for a stream itself.</summary>
    private static NameValueEntry[] Fields(RedisResult fields) =>
        [.. ((RedisValue[])fields!).Chunk(2).Select(field => new NameValueEntry(field[0], field[1]))];
}
