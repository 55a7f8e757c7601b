using System.Text.RegularExpressions;
using Platform.Contracts;
using Platform.Tests.Unit.MoneyCore;
using Platform.Till;
using StackExchange.Redis;
using Xunit;

namespace Platform.Tests.Unit.TillRoom;

/// <summary>What has ended is remembered equally long, however it ended.</summary>
public sealed partial class TillLifetimesTests(PrivateRedis server) : IClassFixture<PrivateRedis>
{
    private const int Shard = 1;
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(20);
    private static readonly Guid Account = new("01990000-0000-7000-8000-000000000041");
    private static readonly Platform.Till.Hold Hold = new(
        new Money(5),
        DateTimeOffset.FromUnixTimeMilliseconds(1),
        new HoldOwner(Account, "budget", "key", "/v1/chat/completions", "model")
    );

    private readonly Holds holds = new(server.Connection);

    private IDatabase Redis => server.Connection.GetDatabase();

    [Fact]
    public void No_script_has_a_lifetime_of_its_own()
    {
        var assembly = typeof(TillLifetimes).Assembly;
        foreach (var name in assembly.GetManifestResourceNames())
        {
            using var text = new StreamReader(assembly.GetManifestResourceStream(name)!);
            Assert.DoesNotMatch(LiteralLifetime(), text.ReadToEnd());
        }
    }

    [RedisFact]
    public async Task A_settled_hold_is_remembered()
    {
        var settlements = new Settlements(new TillQueue(server.Connection));
        await settlements
            .SettleAsync(new SettlementRequest(Account, "budget", "settled", Money.Zero, "{}"u8.ToArray(), TimeProvider.System.GetUtcNow()))
            .WaitAsync(Timeout);
        await AssertRememberedAsync("settled", HoldState.Settled);
    }

    [RedisFact]
    public async Task An_expired_hold_is_remembered()
    {
        await holds.RestoreAsync("expired", Hold, TimeSpan.Zero).WaitAsync(Timeout);
        Assert.True(await holds.ExpireAsync("expired", Hold, default).WaitAsync(Timeout));
        await AssertRememberedAsync("expired", HoldState.Expired);
    }

    [RedisFact]
    public async Task A_request_marked_at_the_opening_is_remembered()
    {
        string[] marked = ["marked"];
        await new Opening(server.Connection)
            .MarkSettledAsync(Shard, marked.ToAsyncEnumerable(), DateTimeOffset.UnixEpoch, default)
            .WaitAsync(Timeout);
        await AssertRememberedAsync("marked", HoldState.Settled);
        Assert.InRange((await Redis.KeyTimeToLiveAsync(TillKeys.Marked(Shard)))!.Value, TimeSpan.FromHours(23), TillLifetimes.EndedHold);
    }

    [RedisFact]
    public async Task An_abandoned_hold_whose_claim_was_taken_over_is_remembered_as_settled()
    {
        var (claims, key) = (new Claims(server.Connection), TillKeys.Claim(Account, "budget", "name"));
        Task<ClaimAnswer> ClaimAsync(string id) =>
            claims.ClaimAsync(new ClaimRequest(Account, key, id, "same", TimeSpan.FromMinutes(1))).WaitAsync(Timeout);
        Assert.Equal(ClaimReason.New, (await ClaimAsync("abandoned")).Reason);
        await Redis.StringSetAsync(TillKeys.Hold(Shard, "abandoned"), HoldState.Expired);
        Assert.Equal(ClaimReason.New, (await ClaimAsync("repeat")).Reason);
        await AssertRememberedAsync("abandoned", HoldState.Settled);
    }

    private async Task AssertRememberedAsync(string requestId, string state)
    {
        Assert.Equal(state, await Redis.StringGetAsync(TillKeys.Hold(Shard, requestId)));
        Assert.InRange(
            (await Redis.KeyTimeToLiveAsync(TillKeys.Hold(Shard, requestId)))!.Value,
            TimeSpan.FromHours(23),
            TillLifetimes.EndedHold
        );
    }

    [GeneratedRegex("""'(EX|PX)', *\d|EXPIRE', *[^,]+, *\d""")]
    private static partial Regex LiteralLifetime();
}
