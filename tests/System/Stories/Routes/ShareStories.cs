using System.Net;
using Aspire.Hosting.ApplicationModel;
using Microsoft.AspNetCore.Http;
using Platform.Contracts;
using Platform.Tests.Fakes;
using Xunit;

namespace Platform.Tests.Stories.Routes;

/// <summary>Who gets what of upstreams that accounts share: conversations by weight, and places at a limit by turns.</summary>
[Collection(PlatformCollection.Name)]
public sealed class ShareStories(PlatformFixture platform) : IAsyncLifetime, IDisposable
{
    private const int Conversations = 400;

    private readonly SemaphoreSlim places = new(0);
    private readonly List<string> started = [];

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        using var timeout = new CancellationTokenSource(Eventually.Timeout);
        foreach (var name in started)
            await platform.App.ResourceCommands.ExecuteCommandAsync(name, KnownResourceCommands.StopCommand, timeout.Token);
    }

    public void Dispose() => places.Dispose();

    /// <summary>
    /// Of weights 3 and 1 three quarters are 300 of 400. Where a conversation goes is a hash, so the share varies by some 9; 60 are seven
    /// times that.
    /// </summary>
    [Fact]
    public async Task Conversations_go_by_weight_and_to_the_same_upstream_from_every_gateway()
    {
        await StartAsync(GatewaySettings.Second);
        var (heavy, light) = (
            platform.Routes["weighted-a"].Does(UpstreamAnswer.Hi()),
            platform.Routes["weighted-b"].Does(UpstreamAnswer.Hi())
        );
        var person = await Person.RegisterAsync(platform);
        var key = (await person.CreateKeyAsync()).Secret;
        foreach (var gateway in (string[])["gateway", GatewaySettings.Second])
        {
            using var client = platform.Gateway(key, gateway);
            await Parallel.ForEachAsync(
                Enumerable.Range(0, Conversations),
                new ParallelOptions { MaxDegreeOfParallelism = 8 },
                async (i, _) =>
                {
                    using var answer = await client.ChatAsync(
                        Chat.Body("story-weighted", $"talk-{i}.", more: $",\"prompt_cache_key\":\"key-{i}\"")
                    );
                    Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
                }
            );
        }

        var (toHeavy, toLight) = (TalksOf(heavy), TalksOf(light));
        Assert.Equal(2 * Conversations, toHeavy.Count + toLight.Count);
        Assert.All(toHeavy.Concat(toLight).GroupBy(talk => talk), talk => Assert.Equal(2, talk.Count()));
        Assert.Empty(toHeavy.Intersect(toLight));
        Assert.InRange(toHeavy.Distinct().Count(), 240, 360);
        await platform.ExpectSettledAsync(person);
    }

    /// <summary>
    /// One place: while a call has it, five of each account wait, and the sixth is refused at once. Then accounts take turns, although all of
    /// one came first; whoever has no place when the wait is over is refused, and pays nothing.
    /// </summary>
    [Fact]
    public async Task A_burst_of_one_account_does_not_keep_another_from_an_upstream()
    {
        await StartAsync(GatewaySettings.Narrow);
        var upstream = platform.Routes["turns-a"].Does(AnswerInTurn);
        var (bursting, other) = (await Person.RegisterAsync(platform), await Person.RegisterAsync(platform));
        using var burst = platform.Gateway((await bursting.CreateKeyAsync()).Secret, GatewaySettings.Narrow);
        using var calm = platform.Gateway((await other.CreateKeyAsync()).Secret, GatewaySettings.Narrow);
        List<Task<HttpResponseMessage>> asked = [AskAsync(burst, "burst")];
        await CallsAsync(upstream, 1);
        foreach (var (client, text) in ((HttpClient, string)[])[(burst, "burst"), (calm, "calm")])
        {
            var wave = Enumerable.Range(0, GatewaySettings.NarrowWaiting + 1).Select(_ => AskAsync(client, text)).ToList();
            using var refused = await await Task.WhenAny(wave);
            await ExpectRefusedAsync(refused);
            asked.AddRange(wave.Where(task => !task.IsCompleted));
        }

        Assert.Equal(1 + 2 * GatewaySettings.NarrowWaiting, asked.Count);
        // The one that has the place, and six of those that wait.
        for (var ended = 1; ended <= 6; ended++)
        {
            places.Release();
            await CallsAsync(upstream, ended + 1);
        }

        Assert.Equal(3, upstream.Calls.Skip(1).Count(call => call.Body.Contains("calm", StringComparison.Ordinal)));
        // The last of them keeps its place until the others have waited for too long.
        var late = asked.Where(task => !task.IsCompleted).ToList();
        for (var refusals = 0; refusals < 4; refusals++)
        {
            var ended = await Task.WhenAny(late);
            late.Remove(ended);
            if ((await ended).StatusCode == HttpStatusCode.OK)
                refusals--;
            else
                await ExpectRefusedAsync(await ended);
        }

        places.Release();
        var answers = await Task.WhenAll(asked);
        Assert.Equal(7, answers.Count(answer => answer.StatusCode == HttpStatusCode.OK));
        Assert.Equal(7, upstream.Calls.Count);
        await platform.ExpectSettledAsync(bursting, other);
        var records = (await bursting.UsageAsync(4)).Concat(await other.UsageAsync(3)).ToList();
        Assert.Equal(7, records.Count(record => record.Charge > Money.Zero));
        Assert.All(
            records.Where(record => record.Outcome != Outcome.Completed),
            record => Assert.Equal(("rate_limit_exceeded", Money.Zero), (record.ErrorCode, record.Charge))
        );
    }

    /// <summary>As many as the gateway has room for; what comes beyond them is refused before its key is looked at.</summary>
    [Fact]
    public async Task A_full_gateway_refuses_before_it_begins_and_works_again()
    {
        await StartAsync(GatewaySettings.Narrow);
        var upstream = platform.Routes["full-a"].Does(AnswerInTurn);
        var person = await Person.RegisterAsync(platform);
        var key = (await person.CreateKeyAsync()).Secret;
        using var client = platform.Gateway(key, GatewaySettings.Narrow);
        var running = Enumerable.Range(0, GatewaySettings.NarrowRequests).Select(_ => AskAsync(client, "Hello", "story-full")).ToList();
        await CallsAsync(upstream, GatewaySettings.NarrowRequests);
        var held = (await person.BalanceAsync()).Held;
        foreach (var caller in (string[])["chat", "responses", "messages"])
        foreach (var secret in (string[])[key, "no key at all"])
        {
            using var another = platform.Gateway(secret, GatewaySettings.Narrow);
            using var refused = await another.SendAsync(ClientProtocol.Of(caller).Request("story-full", "Hello", stream: true));
            Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
            Assert.Equal(TimeSpan.FromSeconds(2), refused.Headers.RetryAfter!.Delta);
            var text = await refused.Content.ReadAsStringAsync();
            Assert.StartsWith(caller == "messages" ? "{\"type\":\"error\",\"error\":{" : "{\"error\":{", text, StringComparison.Ordinal);
            Assert.Contains("As many requests are under way here as this gateway has room for", text, StringComparison.Ordinal);
        }

        Assert.Equal((held, GatewaySettings.NarrowRequests), ((await person.BalanceAsync()).Held, upstream.Calls.Count));
        places.Release(GatewaySettings.NarrowRequests + 1);
        Assert.All(await Task.WhenAll(running), answer => Assert.Equal(HttpStatusCode.OK, answer.StatusCode));
        using var after = await AskAsync(client, "Hello", "story-full");
        Assert.Equal(HttpStatusCode.OK, after.StatusCode);
        await platform.ExpectSettledAsync(person);
        var records = await person.UsageAsync(GatewaySettings.NarrowRequests + 1);
        Assert.Equal(GatewaySettings.NarrowRequests + 1, records.Count);
        Assert.All(records, record => Assert.Equal(Outcome.Completed, record.Outcome));
    }

    private async Task StartAsync(string gateway)
    {
        started.Add(gateway);
        await FaultInjector.StartAsync(platform, gateway);
    }

    private static Task<HttpResponseMessage> AskAsync(HttpClient client, string text, string model = "story-turns") =>
        client.ChatAsync(Chat.Body(model, text));

    /// <summary>Answers when the story lets it.</summary>
    private async Task AnswerInTurn(HttpContext http)
    {
        await places.WaitAsync(http.RequestAborted);
        await UpstreamAnswer.Hi()(http);
    }

    private static Task CallsAsync(ScriptedUpstream upstream, int calls) =>
        Eventually.TrueAsync(
            () => Task.FromResult(upstream.Calls.Count == calls),
            () => $"{calls} calls of the upstream; there are {upstream.Calls.Count}"
        );

    private static async Task ExpectRefusedAsync(HttpResponseMessage refused)
    {
        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.NotNull(refused.Headers.RetryAfter);
        Assert.Contains("\"code\":\"rate_limit_exceeded\"", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    private static List<string> TalksOf(ScriptedUpstream upstream) =>
        [.. upstream.Calls.Select(call => call.Body[call.Body.IndexOf("talk-", StringComparison.Ordinal)..].Split('.')[0])];
}
