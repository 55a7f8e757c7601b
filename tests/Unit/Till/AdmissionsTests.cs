using Platform.Contracts;
using Platform.Tests.Unit.MoneyCore;
using Platform.Till;
using Xunit;

namespace Platform.Tests.Unit.TillRoom;

/// <summary>What counts against a key's rate, in a real Redis.</summary>
public sealed class AdmissionsTests(PrivateRedis redis) : IClassFixture<PrivateRedis>
{
    private const int PerMinute = 3;
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(20);

    private readonly TillQueue queue = new(redis.Connection);
    private readonly Guid account = Guid.CreateVersion7();
    private int asked;

    [RedisTheory]
    [InlineData(0, AdmissionReason.Credit)]
    [InlineData(99, AdmissionReason.Credit)]
    [InlineData(100, AdmissionReason.KeyLimit, 50L)]
    [InlineData(100, AdmissionReason.Concurrency, null, 0)]
    [InlineData(100, AdmissionReason.Empty, null, 10, 0)]
    [InlineData(100, AdmissionReason.InFlight, null, 10, 10, 50)]
    public async Task A_refusal_counts_as_an_admission_does(
        long credit,
        AdmissionReason reason,
        long? limit = null,
        int atOnce = 10,
        int empties = 10,
        int held = 0
    )
    {
        await redis.Connection.GetDatabase().HashSetAsync(TillKeys.Account(account), [new("credit", credit), new("held", held)]);
        await redis
            .Connection.GetDatabase()
            .HashSetAsync(TillKeys.Account(account), "empty", $"{TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() / 86_400}:0");
        await redis.Connection.GetDatabase().StringSetAsync(TillKeys.Open(TillKeys.ShardOf(account)), "epoch");
        for (var i = 1; i <= PerMinute; i++)
        {
            var refused = await AdmitAsync(limit, atOnce, empties);
            Assert.Equal((reason, PerMinute - i), (refused.Reason, refused.Remaining));
        }

        var limited = await AdmitAsync(limit, atOnce, empties);
        Assert.Equal((AdmissionReason.Rate, 0), (limited.Reason, limited.Remaining));
        Assert.InRange(limited.RetryAfter, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(20));
        // A refusal for the rate does not count, or whoever asks on would never be admitted again.
        Assert.True((await AdmitAsync(limit, atOnce, empties)).RetryAfter <= limited.RetryAfter);
        Assert.Equal(reason, (await AdmitAsync(limit, atOnce, empties, countsTokens: true)).Reason);
    }

    [RedisFact]
    public async Task A_quote_gets_the_answer_of_an_admission_and_holds_nothing()
    {
        await redis.Connection.GetDatabase().HashSetAsync(TillKeys.Account(account), [new("credit", 150)]);
        await redis.Connection.GetDatabase().StringSetAsync(TillKeys.Open(TillKeys.ShardOf(account)), "epoch");
        for (var i = 1; i < PerMinute; i++)
        {
            var quote = await AdmitAsync(null, 1, 10, onlyAsks: true);
            Assert.Equal(
                (AdmissionReason.Admitted, new Money(100), new Money(150), PerMinute - i),
                (quote.Reason, quote.Granted, quote.Free, quote.Remaining)
            );
        }

        Assert.Equal(
            ["credit", "rate:budget"],
            (await redis.Connection.GetDatabase().HashKeysAsync(TillKeys.Account(account))).Select(name => name.ToString()).Order()
        );
        var admitted = await AdmitAsync(null, 1, 10);
        Assert.Equal((AdmissionReason.Admitted, new Money(100)), (admitted.Reason, admitted.Granted));
        Assert.Equal(AdmissionReason.Rate, (await AdmitAsync(null, 1, 10, onlyAsks: true)).Reason);
    }

    [RedisFact]
    public async Task Keys_of_one_budget_share_their_rate_and_another_rate_is_in_force_at_once()
    {
        await redis.Connection.GetDatabase().HashSetAsync(TillKeys.Account(account), "credit", 1_000);
        await redis.Connection.GetDatabase().StringSetAsync(TillKeys.Open(TillKeys.ShardOf(account)), "epoch");
        foreach (var key in (string[])["old", "new", "old"])
            Assert.Equal(AdmissionReason.Admitted, (await AdmitAsync(null, 10, 10, key: key)).Reason);
        foreach (var key in (string[])["old", "new"])
            Assert.Equal(AdmissionReason.Rate, (await AdmitAsync(null, 10, 10, key: key)).Reason);
        var more = await AdmitAsync(null, 10, 10, perMinute: 60);
        Assert.True(more.Reason == AdmissionReason.Admitted || more.RetryAfter <= TimeSpan.FromSeconds(1));
    }

    private Task<AdmissionAnswer> AdmitAsync(
        long? limit,
        int atOnce,
        int empties,
        bool countsTokens = false,
        string key = "key",
        int perMinute = PerMinute,
        bool onlyAsks = false
    ) =>
        new Admissions(queue)
            .AdmitAsync(
                new AdmissionRequest(
                    $"{account}/{++asked}",
                    new HoldOwner(account, "budget", key, "/v1/chat/completions", "model"),
                    new Money(100),
                    new Money(100),
                    limit is { } most ? new Money(most) : null,
                    TimeSpan.FromMinutes(1),
                    perMinute,
                    atOnce,
                    empties,
                    countsTokens,
                    onlyAsks
                )
            )
            .WaitAsync(Timeout);
}
