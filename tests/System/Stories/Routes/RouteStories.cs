using System.Net;
using System.Text.Json;
using Aspire.Hosting.ApplicationModel;
using Platform.Contracts;
using Platform.Tests.Fakes;
using Xunit;
using static Platform.Tests.Fakes.ScriptedUpstream;

namespace Platform.Tests.Stories.Routes;

/// <summary>
/// Several upstreams that flap, are slow, dead, lie or refuse our access, behind two gateways: no request is lost, none is charged twice,
/// and the ledger adds up.
/// </summary>
[Collection(PlatformCollection.Name)]
public sealed class RouteStories(PlatformFixture platform) : IAsyncLifetime
{
    private static readonly string[] Gateways = ["gateway", GatewaySettings.Second];
    private static readonly string[] Callers = ["chat", "responses", "messages"];

    private readonly List<string> started = [];

    public Task InitializeAsync() => FaultInjector.StartAsync(platform, GatewaySettings.Second);

    public async Task DisposeAsync()
    {
        using var timeout = new CancellationTokenSource(Eventually.Timeout);
        foreach (var name in started.Prepend(GatewaySettings.Second))
            await platform.App.ResourceCommands.ExecuteCommandAsync(name, KnownResourceCommands.StopCommand, timeout.Token);
    }

    private Task<HttpResponseMessage> AskAsync(
        KeyCreated key,
        string gateway,
        string caller,
        string model,
        bool stream,
        string more = ""
    ) =>
        platform
            .Gateway(key.Secret, gateway)
            .SendAsync(ClientProtocol.Of(caller).Request(model, "Hello", stream, more: more), HttpCompletionOption.ResponseHeadersRead);

    /// <summary>Of story-flapping chat is native and the others are translated; story-native speaks all three.</summary>
    [Theory]
    [InlineData("story-flapping", "flapping")]
    [InlineData("story-native", "native")]
    public async Task While_upstreams_flap_no_request_is_lost_and_none_is_charged_twice(string model, string upstreams)
    {
        platform
            .Routes[upstreams + "-a"]
            .Does([
                Refuse(500),
                Drop(),
                UpstreamAnswer.Hi(),
                Refuse(429, retryAfter: "1"),
                Refuse(408),
                UpstreamAnswer.Hi(),
                Refuse(503),
                Say("{nonsense"),
            ]);
        platform.Routes[upstreams + "-b"].Does(UpstreamAnswer.Hi());
        var person = await Person.RegisterAsync(platform);
        var key = await person.CreateKeyAsync();
        var asked = (
            from turn in Enumerable.Range(0, 4)
            from gateway in Gateways
            from caller in Callers
            from stream in (bool[])[false, true]
            select AskAsync(key, gateway, caller, model, stream)
        ).ToList();
        var ids = new List<string>();
        foreach (var answer in await Task.WhenAll(asked))
        {
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.Contains("Hi there", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
            ids.Add(answer.RequestId());
        }

        await platform.ExpectSettledAsync(person);
        var records = (await person.UsageAsync(ids.Count)).ToLookup(record => record.RequestId);
        foreach (var id in ids)
        {
            var attempts = records[id].OrderBy(record => record.Attempt).ToList();
            Assert.Equal(Outcome.Completed, attempts[^1].Outcome);
            Assert.Equal(new Money(9 * 1_000 + 2 * 2_000), attempts[^1].Charge);
            Assert.All(attempts.SkipLast(1), attempt => Assert.Equal((Outcome.Failed, Money.Zero), (attempt.Outcome, attempt.Charge)));
        }
    }

    /// <summary>The caller gets the next route, and 503 where there is none; nobody is charged, and no credential's name is told.</summary>
    [Fact]
    public async Task An_upstream_that_refuses_our_access_is_the_operators_matter()
    {
        platform.Routes["refused-a"].Does(Refuse(401));
        platform.Routes["refused-b"].Does(UpstreamAnswer.Hi());
        var person = await Person.RegisterAsync(platform);
        var key = await person.CreateKeyAsync();
        using var answered = await AskAsync(key, "gateway", "chat", "story-refused", stream: false);
        Assert.Equal(HttpStatusCode.OK, answered.StatusCode);
        platform.Routes["refused-b"].Does(Refuse(403));
        using var refused = await AskAsync(key, GatewaySettings.Second, "messages", "story-refused", stream: true);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
        Assert.NotNull(refused.Headers.RetryAfter);
        Assert.DoesNotContain("secret-of", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        var receipt = await platform.Gateway(key.Secret).GetStringAsync($"/v1/receipts/{answered.RequestId()}");
        Assert.DoesNotContain("credential", receipt, StringComparison.Ordinal);
        await platform.ExpectSettledAsync(person);
        Assert.Single(await person.UsageAsync(3), record => record.Charge > Money.Zero);
        await using var ledger = await platform.OpenLedgerAsync();
        await using var command = ledger.CreateCommand();
        command.CommandText = "SELECT string_agg(DISTINCT credential, ',') FROM usage_records WHERE account_id = $1";
        command.Parameters.Add(new() { Value = person.Id });
        Assert.Equal("default", await command.ExecuteScalarAsync());
    }

    /// <summary>Once the circuit is open: in an instant, without a call, a hold or a receipt, and with an entry in the log.</summary>
    [Fact]
    public async Task Where_every_upstream_is_down_the_request_is_refused_at_once()
    {
        var dead = platform.Routes["dead-a"].Does(Refuse(500));
        var person = await Person.RegisterAsync(platform);
        var key = await person.CreateKeyAsync();
        // Those that draw conclusions from failures.
        foreach (var gateway in (string[])[GatewaySettings.Watchful, GatewaySettings.WatchfulToo])
        {
            started.Add(gateway);
            await FaultInjector.StartAsync(platform, gateway);
            HttpResponseMessage? refused = null;
            var calls = 0;
            await Eventually.TrueAsync(
                async () =>
                {
                    calls = dead.Calls.Count;
                    refused = await AskAsync(key, gateway, "chat", "story-dead", stream: true);
                    return refused.StatusCode == HttpStatusCode.ServiceUnavailable && dead.Calls.Count == calls;
                },
                "the circuit to open"
            );
            Assert.NotNull(refused!.Headers.RetryAfter);
            var text = await refused.Content.ReadAsStringAsync();
            Assert.Contains("No provider of 'story-dead' can take the request right now", text, StringComparison.Ordinal);
            var entry = await person.RefusedAsync(refused.RequestId());
            Assert.Equal((503, "upstream_unavailable", "story-dead"), (entry.Status, entry.Code, entry.Model));
        }

        await platform.ExpectSettledAsync(person);
        Assert.All(await person.UsageAsync(1), record => Assert.Equal(Money.Zero, record.Charge));
    }

    /// <summary>A stream that breaks behind its first content is charged as far as it came, and no other upstream is asked.</summary>
    [Theory]
    [InlineData("chat")]
    [InlineData("responses")]
    [InlineData("messages")]
    public async Task A_stream_that_has_begun_is_never_begun_again(string caller)
    {
        platform.Routes["broken-a"].Does(UpstreamAnswer.Hi(isCut: true));
        var other = platform.Routes["broken-b"].Does(UpstreamAnswer.Hi());
        var person = await Person.RegisterAsync(platform);
        using var answer = await AskAsync(await person.CreateKeyAsync(), "gateway", caller, "story-broken", stream: true);
        var (text, _) = await answer.ReadToTheEndAsync();
        Assert.Contains("Hi there", text, StringComparison.Ordinal);
        var record = Assert.Single(await person.UsageAsync(1));
        Assert.Equal(Outcome.Interrupted, record.Outcome);
        Assert.True(record.Charge > Money.Zero);
        Assert.Empty(other.Calls);
        await platform.ExpectSettledAsync(person);
    }

    /// <summary>Ten times as dear: the hold, the answer, the price and the receipt are those of the model that answered.</summary>
    [Theory]
    [InlineData("chat", false)]
    [InlineData("chat", true)]
    [InlineData("responses", true)]
    [InlineData("messages", false)]
    public async Task A_model_that_the_caller_names_answers_instead(string caller, bool stream)
    {
        platform.Routes["first-a"].Does(Refuse(429, retryAfter: "0"));
        platform.Routes["fallback-a"].Does(UpstreamAnswer.Hi());
        var person = await Person.RegisterAsync(platform);
        var key = await person.CreateKeyAsync();
        const string named = ",\"models\":[\"story-first\",\"story-fallback\"]";
        using var answer = await AskAsync(key, "gateway", caller, "story-first", stream, named);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.Contains("\"model\":\"story-fallback\"", text, StringComparison.Ordinal);
        Assert.Equal("story-fallback", answer.Headers.GetValues("x-fallback-model").Single());
        Assert.DoesNotContain("\"models\"", platform.Routes["fallback-a"].Calls[^1].Body, StringComparison.Ordinal);
        var records = (await person.UsageAsync(2)).OrderBy(record => record.Attempt).ToList();
        Assert.Equal(
            [("story-first", null, 0L), ("story-fallback", "story-first", 9 * 1_000 + 2 * 20_000L)],
            records.Select(record => (record.Model, record.AskedModel, record.Charge.NanoUsd))
        );
        using var receipt = JsonDocument.Parse(await platform.Gateway(key.Secret).GetStringAsync($"/v1/receipts/{answer.RequestId()}"));
        Assert.Equal(
            ("story-fallback", "story-first"),
            (receipt.RootElement.GetProperty("model").GetString(), receipt.RootElement.GetProperty("asked_model").GetString())
        );
        // A person sees the same as a program.
        using var visitor = await PageVisitor.SignInAsync(platform, person);
        using var shown = await visitor.GetAsync($"/usage/{answer.RequestId()}");
        var page = await PageVisitor.TextAsync(shown);
        Assert.Contains("<dd id=\"asked-model\"><code>story-first</code></dd>", page, StringComparison.Ordinal);
        Assert.Contains("<dd id=\"fallback-model\"><code>story-fallback</code>", page, StringComparison.Ordinal);
        await platform.ExpectSettledAsync(person);
    }

    [Fact]
    public async Task A_quote_counts_the_dearest_of_the_models_that_may_answer()
    {
        var client = await (await Person.RegisterAsync(platform)).ClientAsync();
        async Task<JsonElement> QuoteAsync(string more)
        {
            using var request = Chat.Request(Chat.Body("story-first", more: ",\"max_tokens\":1000" + more));
            request.RequestUri = new Uri("/v1/quote", UriKind.Relative);
            using var response = await client.SendAsync(request);
            return JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement;
        }

        var alone = await QuoteAsync("");
        var both = await QuoteAsync(",\"models\":[\"story-fallback\"]");
        Assert.Equal(
            ["story-first", "story-fallback"],
            both.GetProperty("routes").EnumerateArray().Select(route => route.GetProperty("model").GetString())
        );
        // 1,000 tokens of output at $18 a million more.
        Assert.Equal(0.018m, both.GetProperty("hold").GetDecimal() - alone.GetProperty("hold").GetDecimal(), 4);
    }

    [Theory]
    [InlineData(
        """{"model":"story-first","models":["no-such-model"],"messages":[{"role":"user","content":"x"}]}""",
        404,
        "model_not_found",
        "no-such-model"
    )]
    [InlineData(
        """{"models":["story-first","gpt-4.1-mini"],"messages":[{"role":"user","content":"x"}]}""",
        403,
        "model_not_allowed",
        "gpt-4.1-mini"
    )]
    [InlineData(
        """{"model":"story-first","models":"story-fallback","messages":[{"role":"user","content":"x"}]}""",
        400,
        "invalid_request_error",
        "models must be a list"
    )]
    [InlineData(
        """{"model":"story-first","models":["text-embedding-3-small"],"messages":[{"role":"user","content":"x"}]}""",
        403,
        "model_not_allowed",
        "text-embedding-3-small"
    )]
    public async Task A_fallback_that_cannot_answer_is_refused_by_its_name(string body, int status, string code, string named)
    {
        var person = await Person.RegisterAsync(platform);
        var client = await person.ClientAsync(new CreateKeyRequest("two", Models: ["story-first", "story-fallback"]));
        using var response = await client.ChatAsync(body);
        var text = await response.Content.ReadAsStringAsync();
        Assert.Equal(status, (int)response.StatusCode);
        Assert.Contains($"\"code\":\"{code}\"", text, StringComparison.Ordinal);
        Assert.Contains("\"param\":\"models\"", text, StringComparison.Ordinal);
        Assert.Contains(named, text, StringComparison.Ordinal);
    }
}
