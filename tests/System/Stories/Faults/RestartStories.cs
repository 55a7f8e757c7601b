using System.Net;
using Platform.Contracts;
using Xunit;

namespace Platform.Tests.Stories.Faults;

/// <summary>Every part of the platform goes away and comes back; nothing is lost and nobody pays twice.</summary>
[Collection(FaultCollection.Name)]
public sealed class RestartStories(FaultPlatform platform)
{
    [Theory]
    [InlineData("gateway")]
    [InlineData("accounts")]
    [InlineData("usage")]
    [InlineData("dashboard")]
    [InlineData("fakeupstream")]
    [InlineData("redis")]
    [InlineData("postgres")]
    public async Task After_a_restart_key_credit_and_history_are_as_before(string resource)
    {
        var person = await Person.RegisterAsync(platform);
        var client = await person.ClientAsync();
        await AnsweredAsync(client, "before anything is restarted; a till that a story before restarted may just be found out and filled");
        var before = await person.UsageAsync(1);
        var balance = await person.BalanceAsync();

        await platform.RestartAsync(resource);
        await RecoveredAsync();

        await AnsweredAsync(client, $"after {resource} was restarted");
        var after = (await person.UsageAsync(2)).Where(record => record.Outcome == Outcome.Completed).ToList();
        Assert.Equal(before[0], after[^1]);
        var spent = after.Aggregate(Money.Zero, (sum, record) => sum + record.Charge);
        Assert.Equal(new BalanceView(Money.FromUsd(5) - spent, Money.Zero), await person.BalanceAsync());
        Assert.Equal(Money.FromUsd(5) - before[0].Charge, balance.Credit);
        await platform.ExpectSettledAsync(person);
    }

    [Fact]
    public async Task Without_redis_requests_are_refused_and_what_was_running_is_settled_afterwards()
    {
        var person = await Person.RegisterAsync(platform);
        var client = await person.ClientAsync();
        // Admitted while Redis is there; its settlement comes when Redis is not.
        var running = client.ChatAsync(Chat.Body("fake-echo"), "first-byte=3000ms");
        await Eventually.TrueAsync(async () => (await person.BalanceAsync()).Held > Money.Zero, "the request to be admitted");

        using (var timeout = new CancellationTokenSource(Eventually.Timeout))
        {
            await platform.App.ResourceCommands.ExecuteCommandAsync(
                "redis",
                Aspire.Hosting.ApplicationModel.KnownResourceCommands.StopCommand,
                timeout.Token
            );
            using (var refused = await client.ChatAsync(Chat.Body()))
            {
                Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
                Assert.Contains("\"code\":\"service_unavailable\"", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
                Assert.NotNull(refused.Headers.RetryAfter);
            }

            using (var finished = await running)
                Assert.Equal(HttpStatusCode.OK, finished.StatusCode);
            await platform.App.ResourceCommands.ExecuteCommandAsync(
                "redis",
                Aspire.Hosting.ApplicationModel.KnownResourceCommands.StartCommand,
                timeout.Token
            );
            await platform.HealthyAsync("redis", timeout.Token);
        }

        var record = Assert.Single(await person.UsageAsync(1));
        Assert.Equal(Outcome.Completed, record.Outcome);
        Assert.True(record.Charge > Money.Zero);
        await Eventually.TrueAsync(
            async () => await person.BalanceAsync() == new BalanceView(Money.FromUsd(5) - record.Charge, Money.Zero),
            "the balance to be what the record says"
        );
        await platform.ExpectSettledAsync(person);
    }

    [Fact]
    public async Task A_gateway_that_is_stopped_settles_first_what_it_has_answered()
    {
        var person = await Person.RegisterAsync(platform);
        var client = await person.ClientAsync();
        await AnsweredAsync(client, "before the gateway is stopped");
        var running = Enumerable.Range(0, 3).Select(_ => client.ChatAsync(Chat.Body("fake-echo"), "first-byte=1500ms")).ToArray();
        await Eventually.TrueAsync(async () => await UpstreamTally.InFlightAsync(platform) == 3, "the upstream to be called");

        // Redis takes no settlement for longer than one is waited for; a client does not wait for it at all.
        var paused = FaultInjector.PauseAsync(platform, "redis", TimeSpan.FromSeconds(7));
        foreach (var answer in await Task.WhenAll(running))
            using (answer)
                Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.False(paused.IsCompleted);
        await platform.RestartAsync("gateway");
        await paused;

        await RecoveredAsync();
        var records = await person.UsageAsync(4);
        Assert.All(records, record => Assert.Equal(Outcome.Completed, record.Outcome));
        await Eventually.TrueAsync(
            async () =>
                await person.BalanceAsync()
                == new BalanceView(Money.FromUsd(5) - records.Aggregate(Money.Zero, (sum, record) => sum + record.Charge), Money.Zero),
            "the balance to be what the records say"
        );
        await platform.ExpectSettledAsync(person);
    }

    [Fact]
    public async Task A_service_that_waits_for_its_database_starts_again_after_postgresql_was_killed()
    {
        FaultInjector.Kill(platform, "postgres");
        await FaultInjector.StartAsync(platform, "postgres");
        await platform.RestartAsync("accounts");
        await RecoveredAsync();
    }

    [Fact]
    public async Task A_killed_usage_service_loses_no_usage()
    {
        var person = await Person.RegisterAsync(platform);
        var client = await person.ClientAsync();
        await TwentyAsync();
        FaultInjector.Kill(platform, "usage");
        await TwentyAsync();

        await FaultInjector.StartAsync(platform, "usage");
        var records = await person.UsageAsync(40);
        Assert.Equal(40, records.Count);
        Assert.Equal(
            Money.FromUsd(5) - records.Aggregate(Money.Zero, (sum, record) => sum + record.Charge),
            (await person.BalanceAsync()).Credit
        );
        await platform.ExpectSettledAsync(person);

        Task TwentyAsync() =>
            Task.WhenAll(
                Enumerable
                    .Range(0, 20)
                    .Select(async _ =>
                    {
                        using var answer = await client.ChatAsync(Chat.Body());
                        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
                    })
            );
    }

    /// <summary>
    /// Services notice a store's restart at their next use of it, and answer 503 once or twice until they have. Ends when somebody new
    /// can register, buy and create a key.
    /// </summary>
    private static Task AnsweredAsync(HttpClient client, string when) =>
        Eventually.TrueAsync(
            async () =>
            {
                using var response = await client.ChatAsync(Chat.Body());
                return response.StatusCode == HttpStatusCode.OK;
            },
            "requests to succeed " + when
        );

    private Task RecoveredAsync() =>
        Eventually.TrueAsync(
            async () =>
            {
                try
                {
                    await (await Person.RegisterAsync(platform)).CreateKeyAsync();
                    return true;
                }
                catch (HttpRequestException)
                {
                    return false;
                }
            },
            "the platform to have recovered"
        );
}
