using Platform.Contracts;
using Platform.Tests.Unit.MoneyCore;
using Platform.Till;
using StackExchange.Redis;
using Xunit;

namespace Platform.Tests.Unit.TillRoom;

/// <summary>Which of the requests with one Idempotency-Key may run, in a real Redis.</summary>
public sealed class ClaimsTests(PrivateRedis redis) : IClassFixture<PrivateRedis>
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(20),
        Lifetime = TimeSpan.FromHours(1);

    private readonly TillQueue queue = new(redis.Connection);
    private readonly Holds holds = new(redis.Connection);
    private readonly Claims claims = new(redis.Connection);
    private readonly Guid account = Guid.CreateVersion7();

    private IDatabase Redis => redis.Connection.GetDatabase();

    private RedisKey Key => TillKeys.Claim(account, $"budget-{account:N}", "name");

    [RedisFact]
    public async Task One_runs_at_a_time_before_its_hold_is_there_and_with_it()
    {
        await OpenAsync();
        await ExpectAsync("first", ClaimReason.New, "first");
        await ExpectAsync("second", ClaimReason.Running, "first");
        await AdmitAsync("first");
        // However long ago it began: its hold says that it runs.
        await Redis.HashSetAsync(Key, "at", 1);
        await ExpectAsync("second", ClaimReason.Running, "first");
        await ExpectAsync("other", ClaimReason.Other, "first", "other contents");
    }

    [RedisTheory]
    [InlineData(ClaimEnd.Kept, ClaimReason.Kept, "first")]
    [InlineData(ClaimEnd.Ended, ClaimReason.Lost, "first")]
    [InlineData(ClaimEnd.Released, ClaimReason.New, "second")]
    public async Task How_it_ended_decides_what_a_repeat_gets(ClaimEnd end, ClaimReason expected, string holder)
    {
        await OpenAsync();
        await ExpectAsync("first", ClaimReason.New, "first");
        await AdmitAsync("first");
        // It is not for another request to say.
        await FinishAsync("second", ClaimEnd.Released);
        await FinishAsync("second", ClaimEnd.Kept);
        await ExpectAsync("second", ClaimReason.Running, "first");
        await SettleAsync("first", 30);
        await FinishAsync("first", end);
        // The claim says so alone: the state of a hold is kept for a day.
        await Redis.KeyDeleteAsync(TillKeys.Hold(TillKeys.ShardOf(account), Id("first")));
        await Redis.HashSetAsync(Key, "at", 1);
        await ExpectAsync("second", expected, holder);
    }

    /// <summary>Its gateway died between settlement and the end of the claim.</summary>
    [RedisFact]
    public async Task After_one_that_was_settled_none_runs()
    {
        await OpenAsync();
        await ExpectAsync("first", ClaimReason.New, "first");
        await AdmitAsync("first");
        await SettleAsync("first", 30);
        await ExpectAsync("second", ClaimReason.Lost, "first");
    }

    /// <summary>A claim may be kept for days, the state of its hold for one.</summary>
    [RedisTheory]
    [InlineData(-1, ClaimReason.New, "second")]
    [InlineData(0, ClaimReason.Lost, "first")]
    public async Task None_runs_after_one_whose_hold_is_forgotten(int minutes, ClaimReason expected, string holder)
    {
        await OpenAsync();
        await ExpectAsync("first", ClaimReason.New, "first");
        var forgotten = TimeProvider.System.GetUtcNow() - TillLifetimes.EndedHold - TimeSpan.FromMinutes(minutes);
        await Redis.HashSetAsync(Key, "at", forgotten.ToUnixTimeMilliseconds());
        await ExpectAsync("second", expected, holder);
    }

    [RedisTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_was_abandoned_may_run_again_and_is_free_when_its_settlement_comes_after_all(bool expires)
    {
        await OpenAsync();
        await ExpectAsync("first", ClaimReason.New, "first");
        if (expires)
        {
            await AdmitAsync("first");
            await Redis.SortedSetAddAsync(TillKeys.Holds(TillKeys.ShardOf(account)), Id("first"), 1);
            var hold = await holds.FindAsync(TillKeys.ShardOf(account), Id("first"), default);
            Assert.True(await holds.ExpireAsync(Id("first"), hold!, default).WaitAsync(Timeout));
        }
        else
        {
            await Redis.HashSetAsync(Key, "at", TimeProvider.System.GetUtcNow().AddSeconds(-11).ToUnixTimeMilliseconds());
        }

        await ExpectAsync("second", ClaimReason.New, "second");
        await ExpectAsync("third", ClaimReason.Running, "second");
        await SettleAsync("first", 30);
        Assert.Equal(1_000, (long)await Redis.HashGetAsync(TillKeys.Account(account), "credit"));
        await SettleAsync("second", 40);
        Assert.Equal(960, (long)await Redis.HashGetAsync(TillKeys.Account(account), "credit"));
        await ExpectAsync("third", ClaimReason.Lost, "second");
    }

    [RedisFact]
    public async Task It_is_kept_for_its_lifetime_from_its_beginning_and_anew_from_its_end()
    {
        await OpenAsync();
        await ExpectAsync("first", ClaimReason.New, "first");
        Assert.InRange((await Redis.KeyTimeToLiveAsync(Key)) ?? default, Lifetime / 2, Lifetime);
        await Redis.KeyPersistAsync(Key);
        await FinishAsync("first", ClaimEnd.Kept);
        Assert.InRange((await Redis.KeyTimeToLiveAsync(Key)) ?? default, Lifetime / 2, Lifetime);
    }

    private string Id(string request) => $"{account}/{request}";

    private async Task OpenAsync()
    {
        await Redis.HashSetAsync(TillKeys.Account(account), "credit", 1_000);
        await Redis.StringSetAsync(TillKeys.Open(TillKeys.ShardOf(account)), "epoch");
    }

    private async Task ExpectAsync(string request, ClaimReason reason, string holder, string fingerprint = "contents")
    {
        var answer = await claims.ClaimAsync(new ClaimRequest(account, Key!, Id(request), fingerprint, Lifetime)).WaitAsync(Timeout);
        Assert.Equal(new ClaimAnswer(reason, Id(holder)), answer);
    }

    private Task FinishAsync(string request, ClaimEnd end) => claims.FinishAsync(Key!, Id(request), end, Lifetime).WaitAsync(Timeout);

    private async Task AdmitAsync(string request)
    {
        var answer = await new Admissions(queue)
            .AdmitAsync(
                new AdmissionRequest(
                    Id(request),
                    new HoldOwner(account, "budget", "key", "/v1/chat/completions", "model"),
                    new Money(100),
                    new Money(100),
                    null,
                    TimeSpan.FromMinutes(1),
                    1_000,
                    10,
                    10
                )
            )
            .WaitAsync(Timeout);
        Assert.Equal(AdmissionReason.Admitted, answer.Reason);
    }

    private Task<SettlementAnswer> SettleAsync(string request, long charge) =>
        new Settlements(queue)
            .SettleAsync(
                new SettlementRequest(account, "budget", Id(request), new Money(charge), "{}"u8.ToArray(), TimeProvider.System.GetUtcNow())
            )
            .WaitAsync(Timeout);
}
