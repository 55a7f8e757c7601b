using Platform.Contracts;
using Xunit;

namespace Platform.Tests.Clients;

/// <summary>What a person was charged for, against what the upstream says it served.</summary>
internal static class Receipts
{
    private static readonly Money Starter = Money.FromUsd(5);

    /// <summary>
    /// All receipts of an account that had one starter pack, once nothing is held any more, oldest first. Each stands for as many calls
    /// as the upstream served for it, with the same tokens where those are known, and the balance is what they leave.
    /// </summary>
    public static async Task<IReadOnlyList<UsageRecord>> OfAsync(PlatformFixture platform, Person person, int atLeast)
    {
        var records = await SettledAsync(person, atLeast);
        var called = records.Where(record => record.StatusCode is not null).ToArray();
        var served = (await UpstreamTally.OfAsync(platform, [.. called.Select(record => record.RequestId).Distinct()])).ToLookup(call =>
            call.RequestId
        );
        foreach (var request in called.GroupBy(record => record.RequestId))
            Expect([.. request], [.. served[request.Key]]);
        return records;
    }

    private static async Task<IReadOnlyList<UsageRecord>> SettledAsync(Person person, int atLeast)
    {
        IReadOnlyList<UsageRecord> records = [];
        var balance = new BalanceView(Money.Zero, Money.Zero);
        await Eventually.TrueAsync(
            async () =>
            {
                records = await person.UsageAsync(atLeast);
                balance = await person.BalanceAsync();
                return balance == new BalanceView(Starter - Sum(records), Money.Zero);
            },
            () => $"{records.Count} receipts over {Sum(records)} and the balance {balance} to make {Starter}"
        );
        return [.. records.Reverse()];
    }

    private static Money Sum(IEnumerable<UsageRecord> records) => records.Aggregate(Money.Zero, (sum, record) => sum + record.Charge);

    private static void Expect(UsageRecord[] records, Served[] served)
    {
        Assert.Equal(served.Length, records.Length);
        foreach (var record in records)
            Assert.Equal(record.Price.Cost(record.Usage), record.Charge);
        Assert.Equal(
            served.Where(call => call.Outcome == "Completed").Select(call => (call.PromptTokens, call.CompletionTokens)).Order(),
            records.Where(record => record.Outcome == Outcome.Completed).Select(record => (record.Usage.Input, record.Usage.Output)).Order()
        );
        // What broke off is counted here, so it is at most what was sent there.
        Assert.All(records.Where(record => record.Outcome == Outcome.Failed), record => Assert.Equal(Money.Zero, record.Charge));
    }
}
