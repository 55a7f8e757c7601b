using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Platform.Contracts;
using Platform.Tests.Fakes;
using Xunit;
using static Platform.Tests.Fakes.ScriptedUpstream;

namespace Platform.Tests.Stories.Operations;

/// <summary>Two gateways and an upstream that refuses their credential, flaps, or limits them.</summary>
[Collection(PlatformCollection.Name)]
public sealed class UpstreamHealthStories(PlatformFixture platform) : IAsyncLifetime
{
    private static readonly TimeSpan Told = TimeSpan.FromSeconds(2);

    private HttpClient one = null!,
        two = null!;

    public async Task InitializeAsync()
    {
        await Task.WhenAll(
            FaultInjector.StartAsync(platform, GatewaySettings.Watchful),
            FaultInjector.StartAsync(platform, GatewaySettings.WatchfulToo)
        );
        var key = (await (await Person.RegisterAsync(platform)).CreateKeyAsync()).Secret;
        (one, two) = (platform.Gateway(key, GatewaySettings.Watchful), platform.Gateway(key, GatewaySettings.WatchfulToo));
        foreach (var gateway in (HttpClient[])[one, two])
        {
            gateway.DefaultRequestHeaders.Add(ServiceHeaders.ServiceToken, platform.ServiceToken);
            await UnPauseAsync(gateway);
            // A circuit that another story left open closes first.
            await Eventually.TrueAsync(
                async () =>
                {
                    using var answer = await gateway.ChatAsync(Chat.Body());
                    return answer.IsSuccessStatusCode;
                },
                "the upstream to be used"
            );
        }
    }

    public async Task DisposeAsync()
    {
        using var ended = await platform.Upstream.DeleteAsync("/outage");
        one.Dispose();
        two.Dispose();
        using var timeout = new CancellationTokenSource(Eventually.Timeout);
        foreach (var name in (string[])[GatewaySettings.Watchful, GatewaySettings.WatchfulToo])
            await platform.App.ResourceCommands.ExecuteCommandAsync(name, KnownResourceCommands.StopCommand, timeout.Token);
    }

    [Fact]
    public async Task A_credential_that_the_upstream_refuses_is_paused_in_both_until_the_operator_un_pauses_it()
    {
        await OutageAsync(401);
        using (var refused = await one.ChatAsync(Chat.Body()))
            Assert.True((int)refused.StatusCode >= 500, $"{refused.StatusCode}");
        var waited = Stopwatch.StartNew();
        await StateAsync(one, state => Credential(state) == ("paused", 401));
        await StateAsync(two, state => Credential(state) == ("paused", 401));
        Assert.True(waited.Elapsed < Told, $"It took {waited.Elapsed}");
        Assert.Equal("Degraded", await one.GetStringAsync("/health"));

        // The upstream would answer again, and is not asked.
        using var ended = await platform.Upstream.DeleteAsync("/outage");
        var before = await ServedAsync();
        foreach (var gateway in (HttpClient[])[one, two])
            await RefusedAsync(gateway);
        Assert.Equal(before, await ServedAsync());
        await Eventually.TrueAsync(() => Task.FromResult(Pauses() > 0), "the log to say it");
        Assert.Equal(1, Pauses());

        Assert.Equal(["primary/default"], await UnPauseAsync(two));
        await StateAsync(one, state => Credential(state).State == "up");
        await AnswersAsync(one);
        await AnswersAsync(two);
        Assert.Equal("Healthy", await one.GetStringAsync("/health"));
        await platform.ExpectSettledAsync();
    }

    [Fact]
    public async Task A_flapping_upstream_is_left_alone_tried_and_used_again()
    {
        await OutageAsync(503);
        for (var i = 0; i < 3; i++)
            await RefusedAsync(one);
        await StateAsync(two, state => state.State == "down");
        using (var refused = await two.ChatAsync(Chat.Body()))
        {
            var message = (await refused.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("error").GetProperty("message").GetString()!;
            Assert.StartsWith("No provider of 'gpt-4.1-mini' can take the request right now, since ", message, StringComparison.Ordinal);
            Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
            Assert.NotNull(refused.Headers.RetryAfter);
        }

        // It is asked for its models while it fails, and no request is spent on that.
        var before = await ServedAsync();
        var first = await StateOfAsync(one);
        await Eventually.TrueAsync(
            async () =>
            {
                await RefusedAsync(one);
                return (await StateOfAsync(one)).Until > first.Until;
            },
            "it to be tried in vain"
        );
        Assert.Equal(before, await ServedAsync());

        using var ended = await platform.Upstream.DeleteAsync("/outage");
        await Eventually.TrueAsync(
            async () =>
            {
                await one.ChatAsync(Chat.Body());
                await two.ChatAsync(Chat.Body());
                return (await StateOfAsync(one)).State == "up" && (await StateOfAsync(two)).State == "up";
            },
            "the circuit to close in both"
        );
        await AnswersAsync(one);
        await AnswersAsync(two);
        await platform.ExpectSettledAsync();
    }

    /// <summary>
    /// The list of models is free, and says nothing of completions. Customers' requests try the upstream, a few each time that its break is
    /// over, and while another route answers none of them fails.
    /// </summary>
    [Fact]
    public async Task An_upstream_that_lists_its_models_and_fails_each_request_is_tried_by_few_and_costs_nobody_an_answer()
    {
        const int perTry = 3,
            tries = 4,
            atOnce = 8;
        var failing = platform.Routes["listing-a"].Does(Refuse(500));
        platform.Routes["listing-b"].Does(UpstreamAnswer.Hi());
        var breaks = new HashSet<DateTimeOffset>();
        var answered = 0;
        await Eventually.TrueAsync(
            async () =>
            {
                await SendAsync();
                return await IsDownAsync(one) && await IsDownAsync(two);
            },
            "the circuit to open in both"
        );
        // Those that were under way when it opened have ended.
        var calls = failing.Calls.Count;
        answered = 0;
        breaks.Clear();
        await Eventually.TrueAsync(
            async () =>
            {
                await SendAsync();
                await IsDownAsync(one);
                return breaks.Count > tries;
            },
            () => $"it to be tried {tries} times; it was {breaks.Count} times"
        );
        Assert.InRange(failing.Calls.Count - calls, tries - 1, (breaks.Count + 1) * perTry);
        Assert.True(answered > 3 * (failing.Calls.Count - calls), $"{answered} were answered, {failing.Calls.Count - calls} tried it");

        // No other route is left.
        platform.Routes["listing-b"].Does(Refuse(500));
        var tried = failing.Calls.Count;
        await Eventually.TrueAsync(
            async () =>
            {
                using var refused = await one.ChatAsync(Chat.Body("story-listing"));
                Assert.True(refused.StatusCode is HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable, $"{refused.StatusCode}");
                Assert.NotNull(refused.Headers.RetryAfter);
                return failing.Calls.Count > tried;
            },
            "it to be tried by a request that nobody answers"
        );
        await platform.ExpectSettledAsync();

        // Other stories find all upstreams well. One that does not have the model answers, and is passed over for the next.
        failing.Does(Refuse(404));
        platform.Routes["listing-b"].Does(UpstreamAnswer.Hi());
        using var operators = platform.Gateway((await (await Person.RegisterAsync(platform)).CreateKeyAsync()).Secret);
        operators.DefaultRequestHeaders.Add(ServiceHeaders.ServiceToken, platform.ServiceToken);
        await Eventually.TrueAsync(
            async () =>
            {
                using var answer = await operators.ChatAsync(Chat.Body("story-listing"));
                var states = (await operators.GetFromJsonAsync<UpstreamState[]>(GatewayPaths.Upstreams))!;
                return states.Where(each => each.Name.StartsWith("listing-", StringComparison.Ordinal)).All(each => each.State == "up");
            },
            "both upstreams to be used again by the gateway of the other stories"
        );

        async Task SendAsync()
        {
            var answers = await Task.WhenAll(
                Enumerable.Range(0, atOnce).Select(i => (i % 2 == 0 ? one : two).ChatAsync(Chat.Body("story-listing")))
            );
            foreach (var answer in answers)
            {
                Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
                answer.Dispose();
            }

            answered += answers.Length;
        }

        async Task<bool> IsDownAsync(HttpClient gateway)
        {
            var state = (await gateway.GetFromJsonAsync<UpstreamState[]>(GatewayPaths.Upstreams))!.Single(each => each.Name == "listing-a");
            if (state is { State: "down", Until: { } until })
                breaks.Add(until);
            return state.State == "down";
        }
    }

    [Fact]
    public async Task A_limited_credential_rests_in_both_for_that_model_alone_as_long_as_the_upstream_asks()
    {
        using (var limited = await one.ChatAsync(Chat.Body(), "status=429, retry-after=3"))
            Assert.Equal(HttpStatusCode.TooManyRequests, limited.StatusCode);
        var waited = Stopwatch.StartNew();
        await StateAsync(two, state => Credential(state) == ("resting", 429));
        Assert.True(waited.Elapsed < Told, $"It took {waited.Elapsed}");
        Assert.Equal(["gpt-4.1-mini"], (await StateOfAsync(two)).Credentials.Single().Rests!.Select(rest => rest.Model));
        foreach (var gateway in (HttpClient[])[one, two])
            await AnswersAsync(gateway, "fake-echo");
        var before = await ServedAsync();
        foreach (var gateway in (HttpClient[])[one, two])
        {
            using var refused = await gateway.ChatAsync(Chat.Body());
            Assert.True(refused.StatusCode is HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable, $"{refused.StatusCode}");
            Assert.InRange(refused.Headers.RetryAfter!.Delta!.Value, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(3));
        }

        Assert.Equal(before, await ServedAsync());
        await StateAsync(two, state => Credential(state).State == "up");
        Assert.True(waited.Elapsed > TimeSpan.FromSeconds(2), $"It rested for {waited.Elapsed}");
        await AnswersAsync(two);
    }

    [Fact]
    public async Task Aspire_shows_what_is_down_and_un_pauses_it()
    {
        using var client = await (await Person.RegisterAsync(platform)).ClientAsync();
        using var operators = platform.Gateway();
        operators.DefaultRequestHeaders.Add(ServiceHeaders.ServiceToken, platform.ServiceToken);
        using var timeout = new CancellationTokenSource(Eventually.Timeout);
        await OutageAsync(401);
        using (var refused = await client.ChatAsync(Chat.Body()))
            Assert.True((int)refused.StatusCode >= 500, $"{refused.StatusCode}");
        await StateAsync(operators, state => Credential(state).State == "paused");
        var shown = await platform.App.ResourceNotifications.WaitForResourceAsync(
            "upstreams",
            shown => shown.Snapshot.HealthStatus == HealthStatus.Degraded,
            timeout.Token
        );
        Assert.Contains(
            "credential default of primary is paused (401) since",
            shown.Snapshot.HealthReports.Single().Description,
            StringComparison.Ordinal
        );
        using var ended = await platform.Upstream.DeleteAsync("/outage");
        var result = await platform.App.ResourceCommands.ExecuteCommandAsync("upstreams", "un-pause", timeout.Token);
        Assert.Equal("Used again by every gateway: primary/default.", result.Message);
        await AnswersAsync(client);
        var tested = await platform.App.ResourceCommands.ExecuteCommandAsync("upstreams", "test", timeout.Token);
        // One of the models of Development is at an address where nobody listens.
        Assert.Equal((false, "Not every upstream answers."), (tested.Success, tested.Message));
        var lines = tested.Data!.Value.Split('\n');
        Assert.Contains(
            lines,
            line => line.StartsWith("primary with default: answers, and takes the credential (200) after", StringComparison.Ordinal)
        );
        Assert.Contains(lines, line => line.StartsWith("unreachable with default: does not answer after", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("GET", "/internal/upstreams")]
    [InlineData("GET", "/internal/models")]
    [InlineData("GET", "/internal")]
    [InlineData("POST", "/internal/upstreams/test")]
    [InlineData("POST", "/internal/upstreams/un-pause")]
    [InlineData("POST", "/INTERNAL/upstreams/un-pause")]
    public async Task Without_the_service_token_there_is_nothing(string method, string path)
    {
        using var stranger = platform.Gateway(resource: GatewaySettings.Watchful);
        stranger.DefaultRequestHeaders.Add(ServiceHeaders.ServiceToken, new string('x', 48));
        using var request = new HttpRequestMessage(new HttpMethod(method), path) { Content = new StringContent("{") };
        using var answer = await stranger.SendAsync(request);
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Contains("unknown_url", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    private async Task OutageAsync(int status)
    {
        using var begun = await platform.Upstream.PostAsync($"/outage?seconds=60&status={status}", null);
        Assert.Equal(HttpStatusCode.NoContent, begun.StatusCode);
    }

    private static async Task<IReadOnlyList<string>> UnPauseAsync(HttpClient gateway)
    {
        using var answer = await gateway.PostAsJsonAsync(GatewayPaths.UnPause, new UnPauseRequest("primary", "default"));
        return (await answer.Content.ReadFromJsonAsync<UnPauseResult>())!.UnPaused;
    }

    private static async Task<UpstreamState> StateOfAsync(HttpClient gateway) =>
        (await gateway.GetFromJsonAsync<UpstreamState[]>(GatewayPaths.Upstreams))!.Single(upstream => upstream.Name == "primary");

    private static (string State, int? Status) Credential(UpstreamState upstream) =>
        (upstream.Credentials.Single().State, upstream.Credentials.Single().StatusCode);

    private static async Task StateAsync(HttpClient gateway, Func<UpstreamState, bool> isSo)
    {
        UpstreamState? last = null;
        await Eventually.TrueAsync(
            async () => isSo(last = await StateOfAsync(gateway)),
            () => $"the upstream to be so; it is {JsonSerializer.Serialize(last)}"
        );
    }

    private static async Task AnswersAsync(HttpClient gateway, string model = "gpt-4.1-mini")
    {
        using var answer = await gateway.ChatAsync(Chat.Body(model));
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
    }

    private static async Task RefusedAsync(HttpClient gateway)
    {
        using var refused = await gateway.ChatAsync(Chat.Body());
        Assert.True((int)refused.StatusCode >= 500, $"{refused.StatusCode}");
    }

    private int Pauses() =>
        platform
            .Logs.Of(GatewaySettings.Watchful)
            .Concat(platform.Logs.Of(GatewaySettings.WatchfulToo))
            .Count(line => line.Contains("HealthLog[5101]", StringComparison.Ordinal));

    private async Task<int> ServedAsync() => (await UpstreamTally.AllAsync(platform)).Count;
}
