using Platform.Contracts;
using Xunit;

namespace Platform.Tests.Containers;

/// <summary>The volumes hold all that the platform must not forget.</summary>
public sealed class KeptDataStories
{
    [Fact]
    public async Task After_everything_ended_and_started_again_key_credit_and_history_are_as_before()
    {
        await using var data = new KeptData();
        var (email, key) = ("", "");
        IReadOnlyList<UsageRecord> records = [];
        BalanceView? balance = null;
        await data.OnPlatformAsync(async platform =>
        {
            var person = await Person.RegisterAsync(platform);
            (email, key) = (person.Email, (await person.CreateKeyAsync()).Secret);
            using var client = platform.Gateway(key);
            await Completion.StreamAsync(client);
            (records, balance) = (await person.UsageAsync(1), await person.BalanceAsync());
            await platform.ExpectSettledAsync(person);
        });

        await data.OnPlatformAsync(async platform =>
        {
            var person = await Person.SignInAsync(platform, email);
            Assert.Equal(records, await person.UsageAsync(1));
            Assert.Equal(new BalanceView(Money.FromUsd(5) - records[0].Charge, Money.Zero), balance);
            Assert.Equal(balance, await person.BalanceAsync());

            using var client = platform.Gateway(key);
            Assert.Equal(records[0].Charge.Usd, await Completion.ChargedAsync(client, records[0].RequestId));
            await Completion.StreamAsync(client);
            var now = await person.UsageAsync(2);
            Assert.Equal(records[0], now[1]);
            Assert.Equal(new BalanceView(balance!.Credit - now[0].Charge, Money.Zero), await person.BalanceAsync());
            await platform.ExpectSettledAsync(person);
        });
    }
}
