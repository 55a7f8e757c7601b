using System.Net;
using Aspire.Hosting.ApplicationModel;
using Platform.Contracts;
using Platform.Till;
using Xunit;

namespace Platform.Tests.Stories.Billing;

/// <summary>A thousand requests for the last credit, at two gateways at once.</summary>
[Collection(PlatformCollection.Name)]
public sealed class RaceStories(PlatformFixture platform) : IAsyncLifetime
{
    private const int EachGateway = 500;

    public Task InitializeAsync() => FaultInjector.StartAsync(platform, GatewaySettings.Second);

    public async Task DisposeAsync()
    {
        using var timeout = new CancellationTokenSource(Eventually.Timeout);
        await platform.App.ResourceCommands.ExecuteCommandAsync(GatewaySettings.Second, KnownResourceCommands.StopCommand, timeout.Token);
    }

    /// <summary>Each may cost a little over $0.10: the credit of $5 pays for 49 at a time, a limit of $2 for 19.</summary>
    [Theory]
    [InlineData(null, 49)]
    [InlineData(2, 19)]
    [InlineData(2, 19, SpendPeriod.Week)]
    public async Task Exactly_those_are_admitted_that_the_credit_pays_for(int? limitUsd, int affordable, SpendPeriod? period = null)
    {
        var money = Money.FromUsd(limitUsd ?? 5);
        var person = await Person.RegisterAsync(platform);
        var key = await person.CreateKeyAsync(
            new CreateKeyRequest(
                "racer",
                SpendLimit: limitUsd is null || period is not null ? null : money,
                PeriodLimit: period is { } each ? new PeriodLimit(money, each) : null
            )
        );
        using var first = platform.Gateway(key.Secret);
        using var second = platform.Gateway(key.Secret, GatewaySettings.Second);
        using var decided = new CancellationTokenSource();
        var watching = MaxHeldAsync(person, decided.Token);

        var answers = await Task.WhenAll(Enumerable.Range(0, 2 * EachGateway).Select(i => RunAsync(i % 2 == 0 ? first : second)));
        var reading = answers
            .Where(answer => answer.StatusCode == HttpStatusCode.OK)
            .Select(answer => answer.Content.ReadAsStringAsync())
            .ToArray();
        Assert.True(reading.All(text => !text.IsCompleted), "The last must be refused while all that were admitted still run");
        await decided.CancelAsync();

        Assert.Equal(affordable, reading.Length);
        foreach (var refused in answers.Where(answer => answer.StatusCode != HttpStatusCode.OK))
        {
            Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
            Assert.Contains("\"code\":\"credit_in_flight\"", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }

        await Task.WhenAll(reading);
        var records = await person.UsageAsync(affordable);
        Assert.Equal(affordable, records.Count);
        var hold = Assert.Single(records.Select(record => record.Hold).Distinct());
        Assert.Equal(affordable, money.NanoUsd / hold.NanoUsd);
        Assert.Equal(affordable * hold.NanoUsd, await watching);
        var charged = records.Aggregate(Money.Zero, (sum, record) => sum + record.Charge);
        await Eventually.TrueAsync(
            async () => await person.BalanceAsync() == new BalanceView(Money.FromUsd(5) - charged, Money.Zero),
            "every hold to end"
        );
        await platform.ExpectSettledAsync(person);
    }

    /// <summary>A few tokens each second, so that it runs until all others are refused, on a machine that does other work too.</summary>
    private static Task<HttpResponseMessage> RunAsync(HttpClient gateway) =>
        gateway.StreamAsync(Chat.Body("gpt-5", stream: true, more: ",\"max_tokens\":10000"), "tokens=40, chunk-delay=1000ms");

    /// <summary>The most that was ever seen held of a person's credit, by looking all the time.</summary>
    private async Task<long> MaxHeldAsync(Person person, CancellationToken end)
    {
        await using var redis = await platform.OpenTillAsync();
        var most = 0L;
        while (!end.IsCancellationRequested)
        {
            most = Math.Max(most, (long)await redis.GetDatabase().HashGetAsync(TillKeys.Account(person.Id), "held"));
            await Task.Delay(2, CancellationToken.None);
        }

        return most;
    }
}
