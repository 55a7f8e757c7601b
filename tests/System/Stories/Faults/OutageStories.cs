using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Platform.Contracts;
using Platform.Till;
using Xunit;

namespace Platform.Tests.Stories.Faults;

/// <summary>One caller, and a service or store that stops or dies during the request.</summary>
[Collection(FaultCollection.Name)]
public sealed class OutageStories(FaultPlatform platform)
{
    private const string Model = "gpt-4.1-mini";

    [Fact]
    public async Task An_admission_that_was_not_confirmed_is_voided()
    {
        var person = await Person.RegisterAsync(platform);
        var client = await person.ClientAsync();
        // Redis must know the script already: an admission that is sent once more, with the text, may come after its withdrawal. And no
        // settlement may be under way: an admission behind it is never sent.
        var earlier = await Person.RegisterAsync(platform);
        using var before = await (await earlier.ClientAsync()).ChatAsync(Chat.Body(Model));
        Assert.Equal(HttpStatusCode.OK, before.StatusCode);
        await platform.ExpectSettledAsync(earlier);
        var away = FaultInjector.PauseAsync(platform, "redis", TimeSpan.FromSeconds(4.5));
        using var refused = await client.ChatAsync(Chat.Body(Model));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
        await away;

        // The till placed the hold as soon as it ran again, and gives it back long before it would expire.
        await using var redis = await platform.OpenTillAsync();
        var hold = TillKeys.Hold(TillKeys.ShardOf(person.Id), refused.RequestId());
        var waited = Stopwatch.StartNew();
        await Eventually.TrueAsync(
            async () => (await redis.GetDatabase().StringGetAsync(hold)).StartsWith("withdrawn"),
            "the admission to be withdrawn"
        );
        Assert.True(waited.Elapsed < TimeSpan.FromSeconds(10), $"It took {waited.Elapsed}");
        Assert.Contains('\n', (string)(await redis.GetDatabase().StringGetAsync(hold))!);
        Assert.Empty(await person.UsageAsync(0));
        await platform.ExpectSettledAsync(person);
    }

    [Fact]
    public async Task A_stream_goes_on_within_its_hold_while_redis_is_away_and_then_says_why_it_ends()
    {
        var person = await Person.RegisterAsync(platform);
        var client = await person.ClientAsync(new CreateKeyRequest("limited", SpendLimit: Money.FromUsd(0.005m)));
        using var response = await client.StreamAsync(Chat.Body(Model, stream: true), "tokens=20000, chunk-delay=1ms");
        var away = FaultInjector.PauseAsync(platform, "redis", TimeSpan.FromSeconds(12));
        var (text, broke) = await response.ReadToTheEndAsync();
        Assert.False(away.IsCompleted, "Redis must have been away to the end");
        await away;
        Assert.True(broke);
        Assert.EndsWith(
            "data: {\"error\":{\"message\":\"The credit service cannot be reached right now, and the credit set aside for this answer is used up. "
                + "You were charged for what was delivered. Your key, Base URL and model are not the cause: try again shortly. "
                + $"See {platform.DashboardAddress.GetLeftPart(UriPartial.Authority)}/errors/service_unavailable\","
                + "\"type\":\"service_unavailable\",\"param\":null,\"code\":\"service_unavailable\"}}\n\n",
            text,
            StringComparison.Ordinal
        );
        var record = Assert.Single(await person.UsageAsync(1));
        Assert.Equal((Outcome.Interrupted, UsageSource.Counted, "service_unavailable"), (record.Outcome, record.Source, record.ErrorCode));
        Assert.InRange(record.Usage.Output, 3_000, 3_125);
        await platform.ExpectSettledAsync(person);
    }

    [Fact]
    public async Task After_the_gateway_died_a_request_with_an_idempotency_key_runs_once_more_when_its_hold_is_over()
    {
        var person = await Person.RegisterAsync(platform);
        var client = await person.ClientAsync();
        client.DefaultRequestHeaders.Add("Idempotency-Key", Guid.CreateVersion7().ToString());
        var running = client.ChatAsync(Chat.Body("fake-echo"), "first-byte=60000ms");
        await Eventually.TrueAsync(async () => (await person.BalanceAsync()).Held > Money.Zero, "the request to be admitted");
        FaultInjector.Kill(platform, "gateway");
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => running);
        await FaultInjector.StartAsync(platform, "gateway");

        using (var early = await client.ChatAsync(Chat.Body("fake-echo")))
        {
            Assert.Equal((HttpStatusCode.Conflict, true), (early.StatusCode, early.Headers.RetryAfter is not null));
            Assert.Contains("\"code\":\"idempotency_in_flight\"", await early.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }

        await Eventually.TrueAsync(
            async () =>
            {
                using var again = await client.ChatAsync(Chat.Body("fake-echo"));
                return again.StatusCode == HttpStatusCode.OK;
            },
            "the request to run"
        );
        Assert.Equal([Outcome.Completed, Outcome.Abandoned], (await person.UsageAsync(2)).Select(record => record.Outcome));
        await platform.ExpectSettledAsync(person);
    }

    [Fact]
    public async Task A_gateway_that_is_stopped_settles_what_it_is_still_reading_for_a_client_that_hung_up()
    {
        var person = await Person.RegisterAsync(platform);
        var client = await person.ClientAsync();
        using (var response = await client.StreamAsync(Chat.Body(Model, stream: true), "tokens=4000, chunk-delay=100ms"))
            await (await response.Content.ReadAsStreamAsync()).ReadExactlyAsync(new byte[1_500]);
        var restarting = Stopwatch.StartNew();
        await platform.RestartAsync("gateway");
        // The upstream's answer takes 88 seconds.
        Assert.True(restarting.Elapsed < TimeSpan.FromSeconds(40), $"The restart took {restarting.Elapsed}");
        var record = Assert.Single(await person.UsageAsync(1));
        Assert.Equal((Outcome.Disconnected, UsageSource.Counted), (record.Outcome, record.Source));
        await platform.ExpectSettledAsync(person);
    }

    [Fact]
    public async Task The_doctor_names_a_service_that_does_not_answer_and_finds_no_fault_of_the_callers()
    {
        var client = await (await Person.RegisterAsync(platform)).ClientAsync();
        var away = FaultInjector.PauseAsync(platform, "usage", TimeSpan.FromSeconds(5));
        var diagnosis = await client.GetFromJsonAsync<JsonElement>("/v1/doctor");
        await away;
        Assert.Equal(["usage_service"], Checks("fail"));
        Assert.Equal(["credit", "spend_limit"], Checks("skipped").Order());
        Assert.StartsWith("Nothing is wrong on your side", diagnosis.GetProperty("first").GetString(), StringComparison.Ordinal);

        string[] Checks(string status) =>
            [
                .. diagnosis
                    .GetProperty("checks")
                    .EnumerateArray()
                    .Where(check => check.GetProperty("status").GetString() == status)
                    .Select(check => check.GetProperty("id").GetString()!),
            ];
    }
}
