using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Platform.Contracts;
using Platform.Till;
using StackExchange.Redis;

namespace Platform.Tests.Unit.MoneyCore;

/// <summary>Reads what is in Redis as the <see cref="Till"/> it should be.</summary>
internal sealed class RealTillReader(IConnectionMultiplexer redis, Calendar calendar)
{
    private const int Shard = Payer.Shard;

    private IDatabase Redis => redis.GetDatabase();

    /// <param name="expected">Names the requests and transfers to ask for.</param>
    /// <exception cref="InvalidOperationException">The set of open holds is not that of the holds which say so.</exception>
    public async Task<Till> ReadAsync(Till expected, IEnumerable<Guid> transfers)
    {
        var purses = await Task.WhenAll(
            Payer.Accounts.Select(account => NumbersAsync(TillKeys.Account(account), "credit", "held", "inflight"))
        );
        var budgets = await Task.WhenAll(
            Payer.All.Select(payer =>
                NumbersAsync(TillKeys.Account(payer.Account), TillKeys.Spent(payer.Budget), TillKeys.Held(payer.Budget))
            )
        );
        var running = new Dictionary<(Payer, string), long>();
        foreach (var payer in Payer.All)
        foreach (var (name, field) in ((string, string)[])[(payer.Budget, payer.Budget), (payer.Model, "model:" + payer.Model)])
            running[(payer, name)] = (await NumbersAsync(TillKeys.Account(payer.Account), "running:" + field))[0];
        var ids = expected.Holds.Keys.ToArray();
        var holds = await Task.WhenAll(ids.Select(id => Redis.StringGetAsync(TillKeys.Hold(Shard, id))));
        var open = await Redis.SortedSetRangeByRankAsync(TillKeys.Holds(Shard));
        var entries = await Redis.StreamRangeAsync(TillKeys.Events(Shard));
        var carried = await Task.WhenAll(transfers.Select(async id => (id, await Redis.KeyExistsAsync(Mark(id)))));

        var till = Till.Empty with
        {
            Open = await Redis.StringGetAsync(TillKeys.Open(Shard)),
            Purses = Payer
                .Accounts.Zip(purses)
                .ToImmutableSortedDictionary(pair => pair.First, pair => new Purse(pair.Second[0], pair.Second[1], pair.Second[2])),
            Budgets = Payer
                .All.Zip(budgets)
                .ToImmutableSortedDictionary(
                    pair => pair.First.Budget,
                    pair => new Budget(pair.Second[0], pair.Second[1]),
                    StringComparer.Ordinal
                ),
            Days = (await Task.WhenAll(Payer.All.Select(DaysAsync)))
                .SelectMany(days => days)
                .ToImmutableSortedDictionary(day => day.Day, day => day.Value),
            Today = calendar.Today,
            Running = Till.Runs((payer, name) => running[(payer, name)]),
            Holds = ids.Zip(holds)
                .Where(pair => !pair.Second.IsNull)
                .ToImmutableSortedDictionary(pair => pair.First, pair => Hold(pair.Second!), StringComparer.Ordinal),
            Events = [.. entries.Select(Entry)],
            Carried = [.. carried.Where(mark => mark.Item2).Select(mark => mark.id)],
        };
        return open.Select(id => (string)id!)
            .Order(StringComparer.Ordinal)
            .SequenceEqual(till.Holds.Where(hold => hold.Value.State == "held").Select(hold => hold.Key))
            ? till
            : throw new InvalidOperationException($"The open holds are {string.Join(", ", open)}, but these are held:\n{till}");
    }

    private static string Mark(Guid transfer) => TillKeys.Applied(Payer.All[0].Account, transfer);

    private async Task<((string Budget, int Day) Day, Budget Value)[]> DaysAsync(Payer payer)
    {
        var fields = await Redis.HashGetAllAsync(TillKeys.Account(payer.Account));
        return
        [
            .. fields
                .Where(field =>
                    ((string)field.Name!).StartsWith("day:", StringComparison.Ordinal)
                    && ((string)field.Name!).Split(':')[2] == payer.Budget
                )
                .Select(field =>
                    ((string)field.Value!).Split(' ').Select(number => long.Parse(number, CultureInfo.InvariantCulture)).ToArray()
                )
                .Select(value => ((payer.Budget, calendar.From(SpendPeriods.Day((int)value[0]))), new Budget(value[1], value[2]))),
        ];
    }

    private Hold Hold(string text) =>
        text.Split('\n') is [var state, var amount, var started, _, var budget, ..]
            ? new(
                state,
                Payer.All.Single(payer => payer.Budget == budget),
                long.Parse(amount, CultureInfo.InvariantCulture),
                calendar.From(
                    SpendPeriods.DayOf(DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(started, CultureInfo.InvariantCulture)))
                )
            )
            : Platform.Tests.Unit.MoneyCore.Hold.Ended(text);

    private static Entry Entry(StreamEntry entry)
    {
        var usage = JsonSerializer.Deserialize((string)entry["e"]!, ContractsJson.Default.UsageEvent)!;
        var payer = Payer.All.Single(payer => (payer.Account, payer.Budget) == (usage.AccountId, usage.BudgetId));
        return new Entry(usage.RequestId, usage.Attempts.Single().Number, payer, usage.Charge.NanoUsd, 0);
    }

    private async Task<long[]> NumbersAsync(string key, params string[] fields) =>
        [
            .. (await Redis.HashGetAsync(key, [.. fields.Select(field => (RedisValue)field)])).Select(value =>
                value.IsNull ? 0 : (long)value
            ),
        ];
}
