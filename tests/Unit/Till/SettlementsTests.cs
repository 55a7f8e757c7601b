using Platform.Contracts;
using Platform.Tests.Unit.MoneyCore;
using Platform.Till;
using Xunit;

namespace Platform.Tests.Unit.TillRoom;

/// <summary>What a settlement takes, and what it counts, in a real Redis.</summary>
public sealed class SettlementsTests(PrivateRedis redis) : IClassFixture<PrivateRedis>
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(20);

    private readonly TillQueue queue = new(redis.Connection);

    [RedisFact]
    public async Task A_charge_takes_its_hold_and_what_is_free_and_no_more()
    {
        var account = await OpenAsync(1_000);
        Assert.Equal(new Money(600), (await AdmitAsync(account, "one", 600)).Granted);
        Assert.Equal(new Money(300), (await AdmitAsync(account, "two", 300)).Granted);

        Assert.Equal(new Money(700), (await SettleAsync(account, "one", 701)).Most);
        Assert.Equal("epoch", (await SettleAsync(account, "one", 700)).Epoch);
        Assert.Null((await SettleAsync(account, "one", 701)).Most);
        Assert.Equal((300, 300), await CreditAndHeldAsync(account));
    }

    [RedisFact]
    public async Task Without_a_hold_a_charge_takes_what_is_free()
    {
        var account = await OpenAsync(1_000);
        await AdmitAsync(account, "running", 900);

        Assert.Equal(new Money(100), (await SettleAsync(account, "late", 500)).Most);
        Assert.Null((await SettleAsync(account, "late", 100)).Most);
        Assert.Equal(Money.Zero, (await SettleAsync(account, "later", 1)).Most);
        Assert.Equal((900, 900), await CreditAndHeldAsync(account));
    }

    [RedisFact]
    public async Task A_charge_does_not_exceed_the_spend_limit()
    {
        var account = await OpenAsync(1_000);
        await AdmitAsync(account, "one", 50);
        Assert.Equal(new Money(80), (await SettleAsync(account, "one", 90, limit: 80)).Most);
    }

    /// <summary>The first call is under way while the two others gather, so that they go in one.</summary>
    [RedisFact]
    public async Task What_comes_twice_in_one_call_counts_once()
    {
        var account = await OpenAsync(1_000);
        var first = AdmitAsync(account, "first", 10);
        var admitted = await Task.WhenAll(AdmitAsync(account, "same", 100), AdmitAsync(account, "same", 100));
        await first;
        Assert.Equal([AdmissionReason.Admitted, AdmissionReason.Closed], admitted.Select(answer => answer.Reason));
        Assert.Equal((1_000, 110), await CreditAndHeldAsync(account));

        var second = AdmitAsync(account, "second", 10);
        await Task.WhenAll(SettleAsync(account, "same", 30), SettleAsync(account, "same", 30));
        await second;
        Assert.Equal((970, 20), await CreditAndHeldAsync(account));
    }

    /// <summary>Until then it is found by whoever looks for holds that are due.</summary>
    [RedisFact]
    public async Task A_hold_is_due_after_its_lifetime_and_not_once_it_is_settled()
    {
        var account = await OpenAsync(1_000);
        var (before, holds) = (TimeProvider.System.GetUtcNow(), TillKeys.Holds(TillKeys.ShardOf(account)));
        await AdmitAsync(account, "held", 10);
        var due = await redis.Connection.GetDatabase().SortedSetScoreAsync(holds, $"{account}/held");
        Assert.InRange(
            DateTimeOffset.FromUnixTimeMilliseconds((long)due!.Value),
            before.AddMinutes(1).AddSeconds(-1),
            TimeProvider.System.GetUtcNow().AddMinutes(1).AddSeconds(1)
        );
        await SettleAsync(account, "held", 5);
        Assert.Null(await redis.Connection.GetDatabase().SortedSetScoreAsync(holds, $"{account}/held"));
    }

    [RedisFact]
    public async Task After_its_empty_answers_of_a_day_an_account_is_refused_until_the_next()
    {
        var account = await OpenAsync(1_000);
        for (var i = 0; i < 2; i++)
        {
            Assert.Equal(AdmissionReason.Admitted, (await AdmitAsync(account, $"empty{i}", 10, empties: 2)).Reason);
            await SettleAsync(account, $"empty{i}", 0, isEmpty: true);
            // Delivered again it counts once.
            await SettleAsync(account, $"empty{i}", 0, isEmpty: true);
        }

        var refused = await AdmitAsync(account, "refused", 10, empties: 2);
        Assert.Equal(AdmissionReason.Empty, refused.Reason);
        Assert.InRange(refused.UntilTomorrow, TimeSpan.Zero, TimeSpan.FromDays(1));
        Assert.Equal(AdmissionReason.Admitted, (await AdmitAsync(account, "more", 10, empties: 3)).Reason);

        await redis.Connection.GetDatabase().HashSetAsync(TillKeys.Account(account), "empty", "1:2");
        Assert.Equal(AdmissionReason.Admitted, (await AdmitAsync(account, "another day", 10, empties: 2)).Reason);
    }

    private async Task<Guid> OpenAsync(long credit)
    {
        var account = Guid.CreateVersion7();
        await redis.Connection.GetDatabase().HashSetAsync(TillKeys.Account(account), "credit", credit);
        await redis.Connection.GetDatabase().StringSetAsync(TillKeys.Open(TillKeys.ShardOf(account)), "epoch");
        return account;
    }

    private Task<AdmissionAnswer> AdmitAsync(Guid account, string request, long wanted, int empties = 1_000) =>
        new Admissions(queue)
            .AdmitAsync(
                new AdmissionRequest(
                    $"{account}/{request}",
                    new HoldOwner(account, "budget", "key", "/v1/chat/completions", "model"),
                    new Money(wanted),
                    new Money(wanted),
                    null,
                    TimeSpan.FromMinutes(1),
                    1_000_000,
                    100,
                    empties
                )
            )
            .WaitAsync(Timeout);

    private Task<SettlementAnswer> SettleAsync(Guid account, string request, long charge, long? limit = null, bool isEmpty = false) =>
        new Settlements(queue)
            .SettleAsync(
                new SettlementRequest(
                    account,
                    "budget",
                    $"{account}/{request}",
                    new Money(charge),
                    "{}"u8.ToArray(),
                    TimeProvider.System.GetUtcNow(),
                    limit is { } most ? new Money(most) : null,
                    null,
                    isEmpty
                )
            )
            .WaitAsync(Timeout);

    private async Task<(long, long)> CreditAndHeldAsync(Guid account)
    {
        var values = await redis.Connection.GetDatabase().HashGetAsync(TillKeys.Account(account), ["credit", "held"]);
        return ((long)values[0], (long)values[1]);
    }
}
