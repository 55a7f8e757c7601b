using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Aspire.Hosting.ApplicationModel;
using Platform.Contracts;
using Platform.Till;
using Xunit;

namespace Platform.Tests.Stories.Operations;

/// <summary>Bursts over two gateways, and what each limit of a key, an account and a model admits of them.</summary>
[Collection(PlatformCollection.Name)]
public sealed class RateLimitStories(PlatformFixture platform) : IAsyncLifetime
{
    /// <summary>Nothing ends while a burst arrives.</summary>
    private const string Slow = "first-byte=3s";

    private const int Sent = 24;

    public Task InitializeAsync() => FaultInjector.StartAsync(platform, GatewaySettings.Second);

    public async Task DisposeAsync()
    {
        using var timeout = new CancellationTokenSource(Eventually.Timeout);
        await platform.App.ResourceCommands.ExecuteCommandAsync(GatewaySettings.Second, KnownResourceCommands.StopCommand, timeout.Token);
    }

    [Theory]
    [InlineData("key", false)]
    [InlineData("key", true)]
    [InlineData("account", false)]
    [InlineData("account", true)]
    [InlineData("model", false)]
    [InlineData("model", true)]
    public async Task A_burst_gets_exactly_the_tokens_of_a_minute_and_gives_back_what_it_did_not_use(string whose, bool stream)
    {
        var caller = await CallerAsync(whose, new RateLimits(TokensPerMinute: 10_000), "fake-few-tokens");
        // Each counts as 3 tokens of input and 3,000 of output: three fit, and the fourth half a minute later.
        var answers = await BurstAsync(caller, stream, 3_000);
        Assert.Equal(3, answers.Count(answer => answer.Status == HttpStatusCode.OK));
        foreach (var refused in answers.Where(answer => answer.Status != HttpStatusCode.OK))
        {
            Assert.Equal((HttpStatusCode.TooManyRequests, "rate_limit_exceeded"), (refused.Status, refused.Code));
            Assert.Contains($"{Whose(whose)} may use 10,000 tokens a minute", refused.Body, StringComparison.Ordinal);
            Assert.Contains("This request counts as 3,0", refused.Body, StringComparison.Ordinal);
            Assert.InRange(refused.RetryAfter!.Value, 5, 13);
            Assert.Equal("10000", refused.Header("x-ratelimit-limit-tokens"));
            Assert.InRange(long.Parse(refused.Header("x-ratelimit-remaining-tokens")!, CultureInfo.InvariantCulture), 900, 2_999);
            Assert.Matches(@"^(4[5-9]|5\d)(\.\d+)?s$", refused.Header("x-ratelimit-reset-tokens"));
        }

        await platform.ExpectSettledAsync(caller.Person);
        var after = await SendAsync(caller.Clients[0], caller.Model, stream, 3_000);
        Assert.Equal(HttpStatusCode.OK, after.Status);
        // Of 9,000 that were asked for a few dozen were used.
        Assert.InRange(long.Parse(after.Header("x-ratelimit-remaining-tokens")!, CultureInfo.InvariantCulture), 6_700, 6_997);
    }

    [Theory]
    [InlineData("account", false)]
    [InlineData("account", true)]
    [InlineData("model", false)]
    [InlineData("model", true)]
    public async Task A_burst_gets_exactly_the_requests_of_a_minute(string whose, bool stream)
    {
        var caller = await CallerAsync(whose, new RateLimits(RequestsPerMinute: 3), "fake-few-requests");
        var answers = await BurstAsync(caller, stream, 10);
        Assert.Equal(3, answers.Count(answer => answer.Status == HttpStatusCode.OK));
        foreach (var refused in answers.Where(answer => answer.Status != HttpStatusCode.OK))
        {
            Assert.Equal((HttpStatusCode.TooManyRequests, "rate_limit_exceeded"), (refused.Status, refused.Code));
            Assert.Contains($"{Whose(whose)} may send 3 requests a minute", refused.Body, StringComparison.Ordinal);
            Assert.InRange(refused.RetryAfter!.Value, 10, 20);
            Assert.Equal(("3", "0"), (refused.Header("x-ratelimit-limit-requests"), refused.Header("x-ratelimit-remaining-requests")));
        }
    }

    [Theory]
    [InlineData("key", false)]
    [InlineData("key", true)]
    [InlineData("account", false)]
    [InlineData("model", true)]
    public async Task A_burst_gets_exactly_the_requests_at_once_and_what_ends_makes_room(string whose, bool stream)
    {
        var caller = await CallerAsync(whose, new RateLimits(ConcurrentRequests: 2), "fake-few-at-once");
        for (var round = 0; round < 2; round++)
        {
            var answers = await BurstAsync(caller, stream, 10);
            Assert.Equal(2, answers.Count(answer => answer.Status == HttpStatusCode.OK));
            foreach (var refused in answers.Where(answer => answer.Status != HttpStatusCode.OK))
            {
                Assert.Equal((HttpStatusCode.TooManyRequests, 1), (refused.Status, refused.RetryAfter));
                Assert.Contains($"{Whose(whose)} already has 2 requests", refused.Body, StringComparison.Ordinal);
            }

            await ExpectNothingRunsAsync(caller.Person);
        }
    }

    [Fact]
    public async Task However_a_request_ends_it_does_not_run_any_more()
    {
        var caller = await CallerAsync("key", new RateLimits(TokensPerMinute: 1_000_000, ConcurrentRequests: 1), "fake-few-at-once");
        var client = caller.Clients[0];
        foreach (
            var (script, status) in ((string, int)[])
                [("status=500", 502), ("status=400", 400), ("status=429", 429), ("cut=0", 502), ("malformed", 502), ("no-usage", 200)]
        )
        {
            using (var failed = await client.ChatAsync(Body(caller.Model, false, 10), script))
                Assert.True((int)failed.StatusCode == status, $"{script}: {await failed.Content.ReadAsStringAsync()}");
            await ExpectNothingRunsAsync(caller.Person);
        }

        using (var left = new CancellationTokenSource())
        {
            var waiting = client.SendAsync(Chat.Request(Body(caller.Model, false, 10), "hang"), left.Token);
            await Eventually.TrueAsync(async () => await RunningAsync(caller.Person) > 0, "the request to run");
            await left.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        }

        await ExpectNothingRunsAsync(caller.Person);
        using (var streaming = await client.StreamAsync(Body(caller.Model, true, 100), "chunk-delay=100ms, tokens=50"))
            Assert.Equal((HttpStatusCode.OK, 2), (streaming.StatusCode, await RunningAsync(caller.Person)));
        await ExpectNothingRunsAsync(caller.Person);
        var last = await SendAsync(client, caller.Model, false, 10);
        Assert.Equal(HttpStatusCode.OK, last.Status);
        await platform.ExpectSettledAsync(caller.Person);
    }

    [Fact]
    public async Task What_never_fits_is_refused_for_good_in_each_dialect_and_a_quote_says_which_limit_refuses()
    {
        var caller = await CallerAsync("key", new RateLimits(TokensPerMinute: 1_000, ConcurrentRequests: 9), "");
        var client = caller.Clients[0];
        foreach (
            var (path, body, type) in ((string, string, string)[])
                [
                    (
                        "/v1/chat/completions",
                        """{"model":"fake-echo","max_tokens":998,"messages":[{"role":"user","content":"Hi"}]}""",
                        "code"
                    ),
                    ("/v1/responses", """{"model":"fake-echo","max_output_tokens":998,"stream":true,"input":"Hi there"}""", "code"),
                    ("/v1/messages", """{"model":"fake-echo","max_tokens":998,"messages":[{"role":"user","content":"Hi"}]}""", "type"),
                    ("/v1/completions", """{"model":"fake-echo","max_tokens":998,"prompt":"Hi there you"}""", "code"),
                ]
        )
        {
            using var content = new StringContent(body, Encoding.UTF8, "application/json");
            using var refused = await client.PostAsync(path, content);
            var error = await refused.Content.ReadFromJsonAsync<JsonElement>();
            Assert.Equal(
                (HttpStatusCode.RequestEntityTooLarge, "request_too_large", "false"),
                (
                    refused.StatusCode,
                    error.GetProperty("error").GetProperty(type).GetString(),
                    refused.Headers.GetValues("x-should-retry").Single()
                )
            );
            Assert.Contains(
                "This API key may use 1,000 tokens a minute, and this request alone counts as 1,00",
                error.GetProperty("error").GetProperty("message").GetString(),
                StringComparison.Ordinal
            );
            Assert.False(refused.Headers.Contains("Retry-After"));

            using var asked = new StringContent(body, Encoding.UTF8, "application/json");
            var quote = await (await client.PostAsync($"/v1/quote?endpoint={path}", asked)).Content.ReadFromJsonAsync<JsonElement>();
            Assert.True(quote.GetProperty("affordable").GetBoolean());
            Assert.InRange(quote.GetProperty("counted_tokens").GetInt32(), 1_001, 1_009);
            Assert.Equal(
                (413, "request_too_large"),
                (
                    quote.GetProperty("refusal").GetProperty("status").GetInt32(),
                    quote.GetProperty("refusal").GetProperty("code").GetString()
                )
            );
        }

        await ExpectNothingRunsAsync(caller.Person);
    }

    [Fact]
    public async Task Messages_tell_in_Anthropics_headers_what_is_left()
    {
        var caller = await CallerAsync("account", new RateLimits(60, 1_000), "");
        using var content = new StringContent(
            """{"model":"fake-echo","max_tokens":400,"messages":[{"role":"user","content":"Hi"}]}""",
            Encoding.UTF8,
            "application/json"
        );
        var before = TimeProvider.System.GetUtcNow();
        using var answer = await caller.Clients[0].PostAsync("/v1/messages", content);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        string Header(string name) => answer.Headers.GetValues("anthropic-ratelimit-" + name).Single();
        Assert.Equal(("60", "59", "1000"), (Header("requests-limit"), Header("requests-remaining"), Header("tokens-limit")));
        Assert.InRange(int.Parse(Header("tokens-remaining"), CultureInfo.InvariantCulture), 590, 600);
        Assert.InRange(
            DateTimeOffset.Parse(Header("requests-reset"), CultureInfo.InvariantCulture) - before,
            TimeSpan.Zero,
            TimeSpan.FromSeconds(10)
        );
        Assert.InRange(
            DateTimeOffset.Parse(Header("tokens-reset"), CultureInfo.InvariantCulture) - before,
            TimeSpan.FromSeconds(22),
            TimeSpan.FromSeconds(32)
        );
        Assert.Equal("60", answer.Headers.GetValues("x-ratelimit-limit-requests").Single());
    }

    /// <summary>What is waited for is so long that the second request stands behind it.</summary>
    [Fact]
    public async Task A_request_is_admitted_after_exactly_the_time_that_it_was_told()
    {
        var caller = await CallerAsync("key", new RateLimits(TokensPerMinute: 6_000), "");
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(caller.Clients[0], caller.Model, false, 5_900, Slow)).Status);
        using var hang = new CancellationTokenSource();
        var running = caller.Clients[1].SendAsync(Chat.Request(Body(caller.Model, false, 4_000), "hang"), hang.Token);
        await Eventually.TrueAsync(async () => await RunningAsync(caller.Person, "inflight") > 0, "the request to run");
        var refused = await SendAsync(caller.Clients[0], caller.Model, false, 2_200);
        Assert.Equal(HttpStatusCode.TooManyRequests, refused.Status);
        await Task.Delay(TimeSpan.FromSeconds(refused.RetryAfter!.Value));
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(caller.Clients[0], caller.Model, false, 2_200)).Status);
        await hang.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
    }

    private async Task<Caller> CallerAsync(string whose, RateLimits limits, string limitedModel)
    {
        var person = await Person.RegisterAsync(platform);
        if (whose == "account")
        {
            using var set = await platform.Accounts.PutAsJsonAsync($"/accounts/{person.Id}/limits", limits);
            Assert.Equal(HttpStatusCode.NoContent, set.StatusCode);
        }

        KeyCreated[] keys =
            whose == "key"
                ?
                [
                    await person.CreateKeyAsync(
                        new CreateKeyRequest("k", TokensPerMinute: limits.TokensPerMinute, ConcurrentRequests: limits.ConcurrentRequests)
                    ),
                ]
                : [await person.CreateKeyAsync(), await person.CreateKeyAsync()];
        return new Caller(
            person,
            whose == "model" ? limitedModel : "fake-echo",
            [platform.Gateway(keys[0].Secret), platform.Gateway(keys[^1].Secret, GatewaySettings.Second)]
        );
    }

    private static Task<Answer[]> BurstAsync(Caller caller, bool stream, int maxTokens) =>
        Task.WhenAll(Enumerable.Range(0, Sent).Select(i => SendAsync(caller.Clients[i % 2], caller.Model, stream, maxTokens, Slow)));

    private static string Body(string model, bool stream, int maxTokens) =>
        Chat.Body(model, "Hello", stream, $",\"max_tokens\":{maxTokens.ToString(CultureInfo.InvariantCulture)}");

    private static async Task<Answer> SendAsync(HttpClient client, string model, bool stream, int maxTokens, string? script = null)
    {
        using var response = await client.ChatAsync(Body(model, stream, maxTokens), script);
        return new Answer(
            response.StatusCode,
            await response.Content.ReadAsStringAsync(),
            response.Headers.ToDictionary(header => header.Key, header => header.Value.First(), StringComparer.OrdinalIgnoreCase)
        );
    }

    private Task ExpectNothingRunsAsync(Person person) =>
        Eventually.TrueAsync(async () => await RunningAsync(person) == 0, "all to have ended, for the account, its keys and models");

    /// <summary>All that is counted as running, of the account and of each name that has a limit.</summary>
    private async Task<long> RunningAsync(Person person, string only = "")
    {
        await using var redis = await platform.OpenTillAsync();
        return (await redis.GetDatabase().HashGetAllAsync(TillKeys.Account(person.Id)))
            .Where(field =>
                $"{field.Name}" is var name
                && (only == "" ? name == "inflight" || name.StartsWith("running:", StringComparison.Ordinal) : name == only)
            )
            .Sum(field => (long)field.Value);
    }

    private static string Whose(string whose) => whose == "key" ? "This API key" : "The account";

    private sealed record Caller(Person Person, string Model, HttpClient[] Clients);

    private sealed record Answer(HttpStatusCode Status, string Body, IReadOnlyDictionary<string, string> Headers)
    {
        public string? Code => JsonDocument.Parse(Body).RootElement.GetProperty("error").GetProperty("code").GetString();

        public int? RetryAfter => Header("Retry-After") is { } seconds ? int.Parse(seconds, CultureInfo.InvariantCulture) : null;

        public string? Header(string name) => Headers.GetValueOrDefault(name);
    }
}
