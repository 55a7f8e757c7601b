using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Platform.Contracts;
using Platform.Gateway.Admission;
using Platform.Gateway.Settlement;
using Platform.Till;
using Platform.Usage.Till;
using StackExchange.Redis;

namespace Platform.Tests.Unit.MoneyCore;

/// <summary>The product's own scripts in a real Redis, told the same as the <see cref="Till"/> that is thought.</summary>
internal sealed class RealTill(IConnectionMultiplexer redis)
{
    private const int Shard = Payer.Shard;
    private const string Hour = "3600000";

    private static readonly TillScript ExtendScript = new(typeof(TillQueue), "extend.lua"), ReholdScript = new(typeof(TillQueue), "rehold.lua");

    private readonly TillQueue queue = new(redis);
    private readonly TillScripts usage = new(redis);
    private readonly RecentSettlements recent = new(TimeProvider.System);
    private readonly RedisImage image = new(redis);

    private IDatabase Redis => redis.GetDatabase();

    /// <exception cref="InvalidOperationException">A script failed.</exception>
    public async Task<string> DoAsync(TillCommand command) => command switch
    {
        Admit admit => await AdmitAsync(admit),
        Extend extend => await ExtendAsync(extend),
        Settle settle => await SettleAsync(settle),
        Expire expire => await ExpireAsync(expire.Request),
        Rehold rehold => await ReholdAsync(rehold),
        Carry carry => $"{await usage.CreditAsync(carry.Epoch, Row(carry.Transfer), default)}",
        Close close => $"{await usage.CloseAsync(Shard, close.Epoch, default)}",
        Fill fill => await FillAsync(fill),
        PassTime past => await NothingAsync(Redis.SortedSetAddAsync(TillKeys.Holds(Shard), past.Request, 1, SortedSetWhen.Exists)),
        Drain => await NothingAsync(Redis.StreamTrimAsync(TillKeys.Events(Shard), 0)),
        Flush => await NothingAsync(image.FlushAsync()),
        Save => await NothingAsync(image.TakeAsync()),
        Restore => await NothingAsync(RestoreAsync()),
        _ => throw new ArgumentOutOfRangeException(nameof(command)),
    };

    private async Task<string> AdmitAsync(Admit admit)
    {
        var (account, budget) = (admit.Payer.Account, admit.Payer.Budget);
        var answer = (RedisResult[])(await queue.AskAsync(new TillStep(
            "admit", account, admit.Request,
            admit.Wanted, admit.Least, admit.Payer.Limit, Hour, 1_000_000, Admit.AtOnce, budget, "key", Lines(admit.Payer))))!;
        return (int)answer[0] == 0 ? $"0 {(long)answer[1]}" : $"{(int)answer[0]} {(long)answer[1]} {(long)answer[2]}";
    }

    private async Task<string> ExtendAsync(Extend extend)
    {
        var (account, budget) = (extend.Payer.Account, extend.Payer.Budget);
        var answer = (RedisResult[])(await ExtendScript.RunAsync(
            redis,
            [TillKeys.Open(Shard), TillKeys.Hold(Shard, extend.Request), TillKeys.Account(account), TillKeys.Holds(Shard)],
            [extend.Request, extend.Wanted, extend.Payer.Limit, Hour, budget]))!;
        return $"{(int)answer[0]} {(long)answer[1]}";
    }

    private async Task<string> SettleAsync(Settle settle)
    {
        var payer = settle.Payer;
        // As the gateway does it; what it says of the epoch is what it remembers of the settlement.
        var till = new TillSettlement(queue, recent, NullLogger<TillSettlement>.Instance);
        var epoch = (string?)await Redis.StringGetAsync(TillKeys.Open(Shard)) ?? "";
        var elsewhere = recent.Elsewhere(Shard, epoch).Count;
        if (!await till.TrySettleAsync(PendingSettlement.Of(Encoding.UTF8.GetBytes(payer.Usage(settle)))))
            throw new InvalidOperationException("settle.lua failed");
        return recent.Elsewhere(Shard, epoch).Count > elsewhere ? "another epoch" : epoch;
    }

    private async Task<string> ExpireAsync(string request)
    {
        var hold = StaleHold.Read(request, await Redis.StringGetAsync(TillKeys.Hold(Shard, request)));
        return hold is not null && await usage.ExpireAsync(Shard, hold, default) ? "1" : "0";
    }

    private async Task<string> ReholdAsync(Rehold rehold)
    {
        var (account, budget) = (rehold.Payer.Account, rehold.Payer.Budget);
        return $"{await ReholdScript.RunAsync(
            redis,
            [TillKeys.Hold(Shard, rehold.Request), TillKeys.Account(account), TillKeys.Holds(Shard)],
            [rehold.Request, rehold.Amount, Hour, budget, "2524608000000", Lines(rehold.Payer)])}";
    }

    private async Task<string> FillAsync(Fill fill)
    {
        var book = new ShardBook(
            Shard, [.. fill.Book.Balances.Select(balance => new CreditRow(balance.Key, balance.Value))],
            [.. fill.Book.Spent.Select(spent => new BudgetRow(Payer.All.Single(payer => payer.Budget == spent.Key).Account, spent.Key, spent.Value))],
            [.. fill.Book.Waiting.Select(Row)]);
        // As TillOpener does it: where the script will refuse, nothing is marked.
        var now = TimeProvider.System.GetUtcNow();
        if (!await usage.IsDrainingAsync(Shard, default) && !await Redis.KeyExistsAsync(TillKeys.Open(Shard)))
            await usage.MarkSettledAsync(Shard, fill.Book.Settled.ToAsyncEnumerable(), now, default);
        var answer = await usage.OpenAsync(fill.Epoch, book, now, default);
        // Nobody renews it here.
        await Redis.KeyPersistAsync(TillKeys.Open(Shard));
        return answer;
    }

    private static string Lines(Payer payer) => TillKeys.HoldLines(payer.Account, payer.Budget, "key", "/v1/chat/completions", "model");

    private static OutboxRow Row(Transfer transfer) => new(transfer.Id, transfer.Account, transfer.Amount);

    private async Task RestoreAsync()
    {
        await image.PutBackAsync();
        await Redis.KeyDeleteAsync(TillKeys.Open(Shard));
    }

    private static async Task<string> NothingAsync(Task done)
    {
        await done;
        return "";
    }
}
