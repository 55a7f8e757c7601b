using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Platform.Contracts;
using Platform.Gateway.Settlement;
using Platform.Till;
using Platform.Usage.TillKeeper;
using StackExchange.Redis;

namespace Platform.Tests.Unit.MoneyCore;

/// <summary>The product's own scripts in a real Redis, given the same commands as the <see cref="Till"/> that is thought.</summary>
internal sealed class RealTill(IConnectionMultiplexer redis)
{
    private const int Shard = Payer.Shard;

    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    private readonly TillQueue queue = new(redis);
    private readonly Holds holds = new(redis);
    private readonly Epochs epochs = new(redis);
    private readonly Opening opening = new(redis);
    private readonly Credits credits = new(redis);
    private readonly RecentSettlements recent = new(TimeProvider.System);
    private readonly RedisImage image = new(redis);

    private readonly Calendar calendar = new(redis);

    public Calendar Calendar => calendar;

    private IDatabase Redis => redis.GetDatabase();

    /// <exception cref="InvalidOperationException">A script failed.</exception>
    public async Task<string> DoAsync(TillCommand command) =>
        command switch
        {
            Admit admit => await AdmitAsync(admit),
            Extend extend => await ExtendAsync(extend),
            Settle settle => await SettleAsync(settle),
            Expire expire => await ExpireAsync(expire.Request),
            Rehold rehold => await ReholdAsync(rehold),
            Carry carry => $"{await CarryAsync(carry)}",
            Close close => $"{await epochs.CloseAsync(Shard, close.Epoch)}",
            Fill fill => await FillAsync(fill),
            PassTime past => await NothingAsync(Redis.SortedSetAddAsync(TillKeys.Holds(Shard), past.Request, 1, SortedSetWhen.Exists)),
            Drain => await NothingAsync(Redis.StreamTrimAsync(TillKeys.Events(Shard), 0)),
            Flush => await NothingAsync(image.FlushAsync()),
            Midnight => await NothingAsync(calendar.PassDayAsync()),
            Save => await NothingAsync(SaveAsync()),
            Restore => await NothingAsync(RestoreAsync()),
            _ => throw new ArgumentOutOfRangeException(nameof(command)),
        };

    private async Task<string> AdmitAsync(Admit admit)
    {
        var answer = await new Admissions(queue).AdmitAsync(
            new AdmissionRequest(
                admit.Request,
                Owner(admit.Payer),
                new Money(admit.Wanted),
                new Money(admit.Least),
                Limit(admit.Payer),
                Hour,
                1_000_000,
                Admit.AtOnce,
                1_000,
                PeriodLimit: admit.Payer.Period,
                Limits: admit.Payer.Counted
            )
        );
        var (first, second) = answer.Numbers;
        return answer.Reason == AdmissionReason.PeriodLimit && answer.NextPeriod == calendar.Of(calendar.Today + 1) ? $"8 {first} tomorrow"
            : answer.Reason == AdmissionReason.Admitted ? $"0 {first}"
            : $"{(int)answer.Reason} {first} {second}";
    }

    private async Task<string> ExtendAsync(Extend extend)
    {
        var payer = extend.Payer;
        var (reason, granted) = await holds.IncrementAsync(
            new IncrementRequest(payer.Account, payer.Budget, extend.Request, Limit(payer), Hour, payer.Period),
            new Money(extend.Wanted)
        );
        return $"{(int)reason} {granted.NanoUsd}";
    }

    private async Task<string> SettleAsync(Settle settle)
    {
        var payer = settle.Payer;
        // As the gateway does it; what it says of the epoch is what it remembers of the settlement.
        var till = new TillSettlement(new Settlements(queue), recent, NullLogger<TillSettlement>.Instance);
        var epoch = (string?)await Redis.StringGetAsync(TillKeys.Open(Shard)) ?? "";
        var elsewhere = recent.Elsewhere(Shard, epoch).Count;
        if (!await till.TrySettleAsync(PendingSettlement.Parse(Encoding.UTF8.GetBytes(payer.Usage(settle, calendar.At(settle.Day))))))
            throw new InvalidOperationException("settle.lua failed");
        return recent.Elsewhere(Shard, epoch).Count > elsewhere ? "another epoch" : epoch;
    }

    private async Task<string> ExpireAsync(string request)
    {
        var hold = await holds.FindAsync(Shard, request, default);
        return hold is not null && await holds.ExpireAsync(request, hold, default) ? "1" : "0";
    }

    private async Task<string> ReholdAsync(Rehold rehold)
    {
        var hold = new Platform.Till.Hold(
            new Money(rehold.Amount),
            calendar.At(rehold.Day),
            Owner(rehold.Payer),
            rehold.Payer.Counted?.RunningMarks
        );
        return await holds.RestoreAsync(rehold.Request, hold, Hour) ? "1" : "0";
    }

    private Task<bool> CarryAsync(Carry carry)
    {
        var transfer = carry.Transfer;
        return credits.ApplyAsync(carry.Epoch, transfer.Account, transfer.Id, new Money(transfer.Amount), default);
    }

    private async Task<string> FillAsync(Fill fill)
    {
        var ledger = new ShardLedger(
            Shard,
            [.. fill.Ledger.Balances.Select(balance => new AccountCredit(balance.Key, balance.Value))],
            [
                .. fill.Ledger.Spent.Select(spent => new BudgetSpending(
                    Payer.All.Single(payer => payer.Budget == spent.Key).Account,
                    spent.Key,
                    spent.Value
                )),
            ],
            [
                .. fill.Ledger.Days.Select(day => new DaySpending(
                    Payer.All.Single(payer => payer.Budget == day.Key.Budget).Account,
                    day.Key.Budget,
                    SpendPeriods.Number(calendar.Of(day.Key.Day)),
                    day.Value
                )),
            ],
            [.. fill.Ledger.Waiting.Select(Row)]
        );
        // As TillOpener does it: where the script will refuse, nothing is marked.
        var now = TimeProvider.System.GetUtcNow();
        if (!await opening.IsDrainingAsync(Shard, default) && await epochs.ReadAsync(Shard) is null)
            await opening.MarkSettledAsync(Shard, fill.Ledger.Settled.ToAsyncEnumerable(), now, default);
        var result = await opening.OpenAsync(ledger.Opening(fill.Epoch, now), default);
        // Nobody renews it here.
        await Redis.KeyPersistAsync(TillKeys.Open(Shard));
        return $"{result}".ToLowerInvariant();
    }

    private static HoldOwner Owner(Payer payer) => new(payer.Account, payer.Budget, "key", "/v1/chat/completions", payer.Model);

    private static Money? Limit(Payer payer) => payer.Limit < 0 ? null : new Money(payer.Limit);

    private static OutboxRow Row(Transfer transfer) => new(transfer.Id, transfer.Account, transfer.Amount);

    private async Task SaveAsync()
    {
        await image.TakeAsync();
        calendar.Save();
    }

    private async Task RestoreAsync()
    {
        await image.PutBackAsync();
        await calendar.RestoreAsync();
        await Redis.KeyDeleteAsync(TillKeys.Open(Shard));
    }

    private static async Task<string> NothingAsync(Task done)
    {
        await done;
        return "";
    }
}
