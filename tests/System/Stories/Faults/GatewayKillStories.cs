using Platform.Contracts;
using Platform.Tests.KillPoints;
using Xunit;

namespace Platform.Tests.Stories.Faults;

/// <summary>SIGKILL of the gateway at every point of a request's way, and what each must leave.</summary>
[Collection(FaultCollection.Name)]
public sealed class GatewayKillStories(FaultPlatform platform, GatewayKills deaths) : IClassFixture<GatewayKills>
{
    private static readonly Money Five = Money.FromUsd(5);

    [Theory]
    [InlineData(KillPoint.Arrived)]
    [InlineData(KillPoint.Known)]
    public async Task Before_admission_it_leaves_nothing(string point)
    {
        var person = deaths.At(point);
        await platform.ExpectSettledAsync(person);
        Assert.Empty(await person.UsageAsync(0));
        Assert.Equal(new BalanceView(Five, Money.Zero), await person.BalanceAsync());
    }

    [Theory]
    [InlineData(KillPoint.Held, false)]
    [InlineData(GatewayKills.Called, true)]
    [InlineData(GatewayKills.Streaming, true)]
    [InlineData(KillPoint.Answered, true)]
    public async Task With_a_hold_it_leaves_an_abandoned_record_that_is_free(string point, bool served)
    {
        var person = deaths.At(point);
        var record = Assert.Single(await person.UsageAsync(1));
        Assert.Equal((Outcome.Abandoned, 0, Money.Zero), (record.Outcome, record.Attempt, record.Charge));
        Assert.True(record.Hold > Money.Zero);
        Assert.Equal(served, (await UpstreamTally.AllAsync(platform)).Any(call => call.RequestId == record.RequestId));
        Assert.Equal(new BalanceView(Five, Money.Zero), await person.BalanceAsync());
        await platform.ExpectSettledAsync(person);
    }

    [Theory]
    [InlineData(KillPoint.Settled)]
    [InlineData(GatewayKills.Journaled)]
    public async Task With_the_settlement_in_redis_or_on_disk_it_leaves_a_charge_once(string point)
    {
        var person = deaths.At(point);
        // Where the gateway comes back after the hold has expired, the charge stands beside an abandoned record, which is free.
        await Eventually.TrueAsync(async () => (await SettledAsync(person)).Length > 0, "the settlement to be posted");
        var record = Assert.Single(await SettledAsync(person));
        var call = Assert.Single(await UpstreamTally.OfAsync(platform, record.RequestId));
        Assert.Equal(Outcome.Completed, record.Outcome);
        // fake-echo costs 1,000 nano-USD a token of input and 2,000 of output.
        Assert.Equal(call.PromptTokens * 1_000 + call.CompletionTokens * 2_000, record.Charge.NanoUsd);
        await Eventually.TrueAsync(
            async () => await person.BalanceAsync() == new BalanceView(Five - record.Charge, Money.Zero),
            "the balance to be what the record says"
        );
        await platform.ExpectSettledAsync(person);
        Assert.Single(await SettledAsync(person));
    }

    private static async Task<UsageRecord[]> SettledAsync(Person person) =>
        [.. (await person.UsageAsync(1)).Where(record => record.Attempt > 0)];
}
