using System.Globalization;
using System.Net;
using System.Text.Json;
using Aspire.Hosting.ApplicationModel;
using Platform.Contracts;
using Platform.Tests.Fakes;
using Platform.Till;
using Xunit;
using static Platform.Tests.Fakes.ScriptedUpstream;

namespace Platform.Tests.Stories.Routes;

/// <summary>Requests that a fallback answers, over two gateways: the fallback's own limits count, and those of the model before do not.</summary>
[Collection(PlatformCollection.Name)]
public sealed class SharedLimitStories(PlatformFixture platform) : IAsyncLifetime
{
    private const int Sent = 16;
    private const int Room = 3;

    public Task InitializeAsync() => FaultInjector.StartAsync(platform, GatewaySettings.Second);

    public async Task DisposeAsync()
    {
        using var timeout = new CancellationTokenSource(Eventually.Timeout);
        await platform.App.ResourceCommands.ExecuteCommandAsync(GatewaySettings.Second, KnownResourceCommands.StopCommand, timeout.Token);
    }

    [Theory]
    [InlineData("story-few-requests", "may send 3 requests a minute", "requests", 10, 20)]
    [InlineData("story-few-tokens", "may use 10,000 tokens a minute", "tokens", 5, 13)]
    [InlineData("story-few-at-once", "already has 3 requests", null, 1, 1)]
    public async Task Of_a_burst_a_fallback_answers_exactly_what_its_own_limit_says(
        string fallback,
        string told,
        string? rate,
        int soonest,
        int latest
    )
    {
        platform.Routes["limited-a"].Does(Refuse(500));
        var (answers, person) = await BurstAsync(",\"models\":[\"story-limited\",\"" + fallback + "\"]");
        Assert.Equal(Room, answers.Count(answer => answer.Status == HttpStatusCode.OK));
        foreach (var refused in answers.Where(answer => answer.Status != HttpStatusCode.OK))
        {
            Assert.Equal(HttpStatusCode.TooManyRequests, refused.Status);
            var error = JsonDocument.Parse(refused.Body).RootElement.GetProperty("error");
            Assert.Equal("rate_limit_exceeded", error.GetProperty("code").GetString());
            Assert.Contains(told, error.GetProperty("message").GetString(), StringComparison.Ordinal);
            Assert.Contains(fallback, error.GetProperty("message").GetString(), StringComparison.Ordinal);
            Assert.InRange(int.Parse(refused.Header("Retry-After")!, CultureInfo.InvariantCulture), soonest, latest);
            if (rate == "requests")
                Assert.Equal(("3", "0"), (refused.Header("x-ratelimit-limit-requests"), refused.Header("x-ratelimit-remaining-requests")));
            if (rate == "tokens")
                Assert.Equal("10000", refused.Header("x-ratelimit-limit-tokens"));
        }

        await platform.ExpectSettledAsync(person);
        await using var redis = await platform.OpenTillAsync();
        var counted = (await redis.GetDatabase().HashGetAllAsync(TillKeys.Account(person.Id))).ToDictionary(
            field => field.Name.ToString(),
            field => field.Value.ToString()
        );
        Assert.DoesNotContain(counted.Keys, field => field.StartsWith("running:", StringComparison.Ordinal));
        if (rate != "tokens")
            return;
        // 9 tokens of input and 2 of output took the place of 3,000 each.
        var debt = double.Parse(counted["tokens:model:" + fallback].Split(' ')[0], CultureInfo.InvariantCulture);
        Assert.InRange(debt, 0, Room * (9 + 2));
        Assert.Equal(Room, (await person.UsageAsync(Sent + Room)).Count(record => record.Charge > Money.Zero));
    }

    /// <summary>What has no room in the one fallback goes on to the next.</summary>
    [Fact]
    public async Task A_fallback_without_room_is_passed_over()
    {
        platform.Routes["limited-a"].Does(Refuse(500));
        var (answers, person) = await BurstAsync(",\"models\":[\"story-limited\",\"story-few-requests\",\"story-few-at-once\"]");
        Assert.Equal(
            [("story-few-at-once", Room), ("story-few-requests", Room)],
            answers
                .Where(answer => answer.Status == HttpStatusCode.OK)
                .GroupBy(answer => answer.Header("x-fallback-model")!, StringComparer.Ordinal)
                .Select(group => (group.Key, group.Count()))
                .Order()
        );
        // The shorter of the two waits.
        Assert.All(
            answers.Where(answer => answer.Status != HttpStatusCode.OK),
            refused => Assert.Equal((HttpStatusCode.TooManyRequests, "1"), (refused.Status, refused.Header("Retry-After")))
        );
        await platform.ExpectSettledAsync(person);
    }

    /// <summary>Sent over two gateways at once; the fallbacks answer when all have been refused for which there is no room.</summary>
    private async Task<(IReadOnlyList<Answer> Answers, Person Person)> BurstAsync(string models)
    {
        var all = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        platform
            .Routes["limited-b"]
            .Does(async http =>
            {
                await all.Task.WaitAsync(Eventually.Timeout, http.RequestAborted);
                await UpstreamAnswer.Hi()(http);
            });
        var (person, calls) = (await Person.RegisterAsync(platform), platform.Routes["limited-b"].Calls.Count);
        var key = await person.CreateKeyAsync();
        HttpClient[] gateways = [platform.Gateway(key.Secret), platform.Gateway(key.Secret, GatewaySettings.Second)];
        var asked = Enumerable.Range(0, Sent).Select(i => AskAsync(gateways[i % 2], models)).ToList();
        await Eventually.TrueAsync(
            () => Task.FromResult(asked.Count(answer => answer.IsCompleted) + platform.Routes["limited-b"].Calls.Count - calls == Sent),
            "all to be refused or to be with the upstream"
        );
        all.SetResult();
        return (await Task.WhenAll(asked), person);
    }

    private static async Task<Answer> AskAsync(HttpClient gateway, string models)
    {
        using var response = await gateway.ChatAsync(Chat.Body("story-limited", "Hello", more: ",\"max_tokens\":3000" + models));
        return new Answer(
            response.StatusCode,
            await response.Content.ReadAsStringAsync(),
            response.Headers.ToDictionary(header => header.Key, header => header.Value.First(), StringComparer.OrdinalIgnoreCase)
        );
    }

    private sealed record Answer(HttpStatusCode Status, string Body, IReadOnlyDictionary<string, string> Headers)
    {
        public string? Header(string name) => Headers.GetValueOrDefault(name);
    }
}
