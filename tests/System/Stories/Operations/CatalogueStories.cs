using System.Diagnostics;
using System.Net;
using Aspire.Hosting.Testing;
using Npgsql;
using Platform.Contracts;
using Platform.Tests.Fakes;
using Xunit;

namespace Platform.Tests.Stories.Operations;

/// <summary>The operator edits the catalogue file while people use the platform.</summary>
[Collection(PlatformCollection.Name)]
public sealed class CatalogueStories(PlatformFixture platform) : IAsyncLifetime
{
    private const string Model = "story-model";
    private const string Prompt = "one two three four five";

    private Person person = null!;
    private HttpClient client = null!;

    public async Task InitializeAsync()
    {
        person = await Person.RegisterAsync(platform);
        client = await person.ClientAsync();
    }

    public async Task DisposeAsync()
    {
        platform.Catalogue.Restore();
        await Eventually.TrueAsync(
            async () =>
            {
                using var answer = await AskAsync();
                return answer.StatusCode == HttpStatusCode.NotFound;
            },
            "the catalogue to be as before"
        );
        client.Dispose();
    }

    private string Fake => new Uri(platform.Upstream.BaseAddress!, "v1").ToString();

    private string Upstream(string name, string? baseUrl = null, string more = "") =>
        $$"""
            { "name": "{{name}}", "baseUrl": "{{baseUrl ?? Fake}}", "requestHeaders": "x-fake-*", {{more}}
              "credentials": [ { "name": "main", "setting": "{{CatalogueOnDisk.Setting}}" } ] }
            """;

    private static string Route(string upstream, string input, string more = "") =>
        $$"""
            { "upstream": "{{upstream}}", "upstreamModel": "fake-echo", "protocols": ["openai-chat"], {{more}}
              "usdPerMillionTokens": { "input": {{input}}, "output": 2.00 } }
            """;

    private static string Sold(params string[] routes) =>
        $$"""
            { "id": "{{Model}}", "ownedBy": "stories", "createdAt": "2026-01-01", "contextTokens": 100000, "maxOutputTokens": 4000,
              "routes": [ {{string.Join(", ", routes)}} ] }
            """;

    private Task<HttpResponseMessage> AskAsync(bool stream = false, string? script = null) =>
        client.SendAsync(
            Chat.Request(Chat.Body(Model, Prompt, stream), script),
            stream ? HttpCompletionOption.ResponseHeadersRead : HttpCompletionOption.ResponseContentRead
        );

    private Task SellAsync() =>
        Eventually.TrueAsync(
            async () =>
            {
                using var answer = await AskAsync();
                return answer.IsSuccessStatusCode;
            },
            $"{Model} to be sold"
        );

    private async Task<UsageRecord[]> RecordsAsync(List<string> requests)
    {
        UsageRecord[] found = [];
        await Eventually.TrueAsync(
            async () =>
            {
                found = [.. (await person.UsageAsync(1)).Where(record => requests.Contains(record.RequestId))];
                return found.Select(record => record.RequestId).Distinct().Count() == requests.Count;
            },
            $"the records of {requests.Count} requests"
        );
        return found;
    }

    [Fact]
    public async Task Streams_run_on_with_the_route_and_price_that_they_found_while_another_comes_into_force()
    {
        platform.Catalogue.Add(Upstream("one"), Sold(Route("one", "1.00")));
        await SellAsync();

        using var stop = new CancellationTokenSource();
        List<string> before = [];
        List<Task<(string Text, bool Broke)>> streams = [];
        for (var each = 0; each < 4; each++)
        {
            var answer = await AskAsync(stream: true, "tokens=80, chunk-delay=100ms");
            Assert.True(answer.IsSuccessStatusCode);
            before.Add(answer.RequestId());
            streams.Add(answer.ReadToTheEndAsync());
        }

        var saved = Stopwatch.StartNew();
        platform.Catalogue.Add(Upstream("two"), Sold(Route("two", "10.00")));
        List<(string Id, TimeSpan At)> after = [];
        while (saved.Elapsed < TimeSpan.FromSeconds(6))
        {
            var at = saved.Elapsed;
            // Each takes a moment, so that all stay below the key's requests a minute.
            using var answer = await AskAsync(script: "first-byte=50ms");
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            after.Add((answer.RequestId(), at));
        }

        foreach (var (text, broke) in await Task.WhenAll(streams))
            Assert.Equal((true, false), (text.Contains("data: [DONE]", StringComparison.Ordinal), broke));
        Assert.All(
            await RecordsAsync(before),
            record =>
            {
                Assert.Equal(
                    (Outcome.Completed, "one", Money.NanoPerUsd, record.Price.Cost(record.Usage)),
                    (record.Outcome, record.Upstream, record.Price.Input, record.Charge)
                );
                Assert.Equal(80, record.Usage.Output);
            }
        );
        var records = (await RecordsAsync([.. after.Select(each => each.Id)])).ToDictionary(record => record.RequestId);
        var served = after.Select(each => (each.At, records[each.Id].Upstream, records[each.Id].Price.Input)).ToArray();
        // From one moment on all is new; before, all is old.
        var first = Array.FindIndex(served, each => each.Upstream == "two");
        Assert.True(first >= 0, "the new route was not in force within 6 s");
        Assert.All(served[..first], each => Assert.Equal(("one", Money.NanoPerUsd), (each.Upstream, each.Input)));
        Assert.All(served[first..], each => Assert.Equal(("two", 10 * Money.NanoPerUsd), (each.Upstream, each.Input)));
        Assert.All(records.Values, record => Assert.Equal(record.Price.Cost(record.Usage), record.Charge));
        Console.WriteLine($"The change was in force {served[first].At.TotalSeconds:0.0} s after it was saved.");
        await platform.ExpectSettledAsync(person);
    }

    [Fact]
    public async Task A_broken_file_keeps_the_old_state_and_says_where_and_a_mended_one_is_in_force()
    {
        var good = platform.Catalogue.Add(Upstream("one"), Sold(Route("one", "1.3579")));
        await SellAsync();
        Assert.Equal("Healthy", await platform.Accounts.GetStringAsync("/health"));

        var broken = good.Replace("1.3579", "-1.3579", StringComparison.Ordinal);
        var line = 1 + broken[..broken.IndexOf("-1.3579", StringComparison.Ordinal)].Count(each => each == '\n');
        platform.Catalogue.Write(broken);
        var fault = $"catalogue.json:{line}: model {Model}: route 1: usdPerMillionTokens: input must be USD per million tokens";
        int Told() => platform.Logs.Of("accounts").Count(written => written.Contains(fault, StringComparison.Ordinal));
        await Eventually.TrueAsync(() => Task.FromResult(Told() > 0), "the log to name the place");
        Assert.Equal("Degraded", await platform.Accounts.GetStringAsync("/health"));
        using (var answer = await AskAsync())
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);

        platform.Catalogue.Write("{ this is no JSON");
        await Eventually.TrueAsync(
            () =>
                Task.FromResult(
                    platform.Logs.Of("accounts").Any(each => each.Contains("catalogue.json:1: It is not JSON", StringComparison.Ordinal))
                ),
            "the log to name the other mistake"
        );
        Assert.Equal(1, Told());

        platform.Catalogue.Write(good.Replace("1.3579", "2.50", StringComparison.Ordinal));
        await Eventually.TrueAsync(
            async () => await platform.Accounts.GetStringAsync("/health") == "Healthy",
            "the mended file to be in force"
        );
        await Eventually.TrueAsync(
            async () =>
            {
                using var answer = await AskAsync();
                return (await RecordsAsync([answer.RequestId()]))[0].Price.Input == 2_500_000_000;
            },
            "the mended price"
        );
        await platform.ExpectSettledAsync(person);
    }

    [Fact]
    public async Task A_secret_is_nowhere_but_in_the_settings_of_the_gateway_and_a_credential_without_one_is_named()
    {
        platform.Catalogue.Add(
            Upstream("one")
                .Replace(
                    "\"credentials\": [",
                    "\"credentials\": [ { \"name\": \"lost\", \"setting\": \"Secrets:Lost\", \"weight\": 1000 },",
                    StringComparison.Ordinal
                ),
            Sold(Route("one", "1.00"))
        );
        await SellAsync();
        await Eventually.TrueAsync(
            () =>
                Task.FromResult(
                    platform
                        .Logs.Of("gateway")
                        .Any(each =>
                            each.Contains("Credential lost of upstream one is left out: the setting Secrets:Lost", StringComparison.Ordinal)
                        )
                ),
            "the gateway to name what it lacks"
        );
        Assert.Equal("Degraded", await client.GetStringAsync("/health"));

        var answer = await platform.Accounts.GetStringAsync("/catalogue");
        Assert.Contains(CatalogueOnDisk.Setting, answer, StringComparison.Ordinal);
        foreach (
            var text in (IEnumerable<string>)
                [answer, await StoredAsync(), .. platform.Logs.Of("accounts"), .. platform.Logs.Of("gateway"), .. platform.Logs.Of("usage")]
        )
            Assert.DoesNotContain(CatalogueOnDisk.Secret, text, StringComparison.Ordinal);
    }

    /// <summary>What the database has of upstreams, models and routes.</summary>
    private async Task<string> StoredAsync()
    {
        var address = await platform.App.GetConnectionStringAsync("accountsdb");
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(address) { Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(
            "SELECT concat((SELECT json_agg(u) FROM upstreams u), (SELECT json_agg(m) FROM models m), (SELECT json_agg(r) FROM routes r))",
            connection
        );
        var text = (string)(await command.ExecuteScalarAsync())!;
        Assert.Contains(CatalogueOnDisk.Setting, text, StringComparison.Ordinal);
        return text;
    }

    [Fact]
    public async Task Who_has_the_catalogue_is_told_so_without_it()
    {
        using var first = await platform.Accounts.GetAsync("/catalogue");
        using var request = new HttpRequestMessage(HttpMethod.Get, "/catalogue") { Headers = { IfNoneMatch = { first.Headers.ETag! } } };
        using var again = await platform.Accounts.SendAsync(request);
        Assert.Equal((HttpStatusCode.NotModified, ""), (again.StatusCode, await again.Content.ReadAsStringAsync()));
        platform.Catalogue.Add(Upstream("one"), Sold(Route("one", "1.00")));
        await SellAsync();
        using var other = new HttpRequestMessage(HttpMethod.Get, "/catalogue") { Headers = { IfNoneMatch = { first.Headers.ETag! } } };
        using var changed = await platform.Accounts.SendAsync(other);
        Assert.Equal(HttpStatusCode.OK, changed.StatusCode);
    }

    [Fact]
    public async Task The_example_of_the_documentation_runs()
    {
        var text = platform.Catalogue.Documented;
        platform.Catalogue.Write(
            text.Replace("https://api.openai.com/v1", Fake, StringComparison.Ordinal)
                .Replace("\"id\": \"house-large\"", $"\"id\": \"{Model}\"", StringComparison.Ordinal)
        );
        await SellAsync();
        using var answer = await AskAsync(stream: true);
        Assert.Contains("data: [DONE]", (await answer.ReadToTheEndAsync()).Text, StringComparison.Ordinal);
        var record = Assert.Single(await RecordsAsync([answer.RequestId()]));
        Assert.Equal(("openai", new Money(1_250_000_000)), (record.Upstream, new Money(record.Price.Input)));
        await platform.ExpectSettledAsync(person);
    }

    [Theory]
    [InlineData("\"headers\": \"300ms\"", false)]
    [InlineData("\"firstToken\": \"300ms\"", true)]
    [InlineData("\"total\": \"300ms\"", false)]
    public async Task A_route_that_misses_its_deadline_is_followed_by_the_next_and_charged_once(string deadline, bool stream)
    {
        await using var silent = await ScriptedUpstream.StartAsync();
        silent.Does(ScriptedUpstream.Hang());
        // Of its own name, so that what is known of the health of another does not count.
        var name = "silent-" + deadline.Split('"')[1];
        platform.Catalogue.Add(
            $"{Upstream(name, silent.BaseUrl.ToString())}, {Upstream("one")}",
            Sold(Route(name, "1.00", $"\"deadlines\": {{ {deadline} }},"), Route("one", "1.00"))
        );
        await SellAsync();
        var waited = Stopwatch.StartNew();
        using var answer = await AskAsync(stream);
        var (_, broke) = await answer.ReadToTheEndAsync();
        Assert.Equal((HttpStatusCode.OK, false), (answer.StatusCode, broke));
        Assert.True(waited.Elapsed < TimeSpan.FromSeconds(5), $"It took {waited.Elapsed}");
        var attempts = (await RecordsAsync([answer.RequestId()])).OrderBy(record => record.Attempt).ToArray();
        Assert.Equal(
            [(name, Outcome.Failed, "upstream_timeout"), ("one", Outcome.Completed, null)],
            attempts.Select(attempt => (attempt.Upstream, attempt.Outcome, attempt.ErrorCode))
        );
        Assert.Equal((Money.Zero, true), (attempts[0].Charge, attempts[1].Charge > Money.Zero));
        await platform.ExpectSettledAsync(person);
    }
}
