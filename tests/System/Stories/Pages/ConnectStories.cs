using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Platform.Contracts;
using Platform.Tests.Fixture.Browser;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Platform.Tests.Stories.Pages;

/// <summary>A person connects a tool, and the page says live what comes from it: every mistake, and the first call that works.</summary>
[Collection(PlatformCollection.Name)]
public sealed partial class ConnectStories(PlatformFixture platform, Chromium chromium) : IClassFixture<Chromium>
{
    private const string Codex = "codex_cli_rs/0.42";

    private async Task<IPage> OpenAsync(Person person, bool javaScript = true)
    {
        var page = await chromium.SignInAsync(platform, person, javaScript);
        await page.GotoAsync("/connect");
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Connect a tool" })).ToBeVisibleAsync();
        return page;
    }

    /// <summary>Chooses the tool, makes a key for it, and returns the key's secret.</summary>
    private static async Task<string> MakeKeyAsync(IPage page, string tool, string name)
    {
        await page.GetByRole(AriaRole.Link, new() { Name = tool, Exact = true }).ClickAsync();
        await page.GetByLabel("Name").FillAsync(name);
        await page.GetByRole(AriaRole.Button, new() { Name = "Make a key and go on" }).ClickAsync();
        return (await page.Locator("#api-key").InnerTextAsync()).Trim();
    }

    /// <summary>Calls as the tool does.</summary>
    private async Task<(HttpStatusCode Status, string RequestId)> CallAsync(
        string key,
        string path,
        string body,
        Uri? host = null,
        string agent = Codex
    )
    {
        using var client = new HttpClient { BaseAddress = host ?? platform.GatewayAddress };
        using var request = new HttpRequestMessage(HttpMethod.Post, path);
        request.Content = new StringContent(body, MediaTypeHeaderValue.Parse("application/json"));
        request.Headers.Add("Authorization", "Bearer " + key);
        request.Headers.TryAddWithoutValidation("User-Agent", agent);
        using var response = await client.SendAsync(request);
        await response.Content.ReadAsStringAsync();
        return (response.StatusCode, response.RequestId());
    }

    private static ILocator LineOf(IPage page, string requestId) => page.Locator($"#sightings [data-id={requestId}]");

    [Fact]
    public async Task Every_mistake_is_told_live_and_the_first_call_that_works_ends_the_waiting()
    {
        var person = await Person.RegisterAsync(platform);
        var page = await OpenAsync(person);
        List<string> requests = [];
        page.Request += (_, request) => requests.Add(request.Url + request.PostData);
        var secret = await MakeKeyAsync(page, "Codex CLI", "laptop");
        await Expect(page.Locator("#setup")).ToContainTextAsync($"base_url = \"{platform.BaseUrl}\"");
        var model = (await page.Locator("#model-name").InnerTextAsync()).Trim();
        var state = page.Locator("#listening-state");
        await Expect(state).ToHaveTextAsync("Waiting for Codex CLI…");
        await Expect(page.Locator("#listening")).ToHaveAttributeAsync("data-state", "waiting");
        // A reload does not make another key, and has no secret.
        await Expect(page).ToHaveURLAsync(AddressWithKey());

        (string Path, string Body, string Key, Uri Host, string[] Words)[] mistakes =
        [
            (
                "/v1/responses",
                """{"model":"gpt-5-minii","input":"Hi"}""",
                secret,
                platform.GatewayAddress,
                ["asked for gpt-5-minii", "Did you mean 'gpt-5-mini'", "Model name: model in ~/.codex/config.toml."]
            ),
            (
                "/v1/responses",
                "{}",
                secret[..^1] + (secret[^1] == 'a' ? 'b' : 'a'),
                platform.GatewayAddress,
                ["has a wrong character in it", "API key: The environment variable"]
            ),
            (
                "/responses",
                "{}",
                secret,
                platform.GatewayAddress,
                ["does not begin with /v1", "Base URL: base_url in ~/.codex/config.toml."]
            ),
            ("/v1/v1/responses", "{}", secret, platform.GatewayAddress, ["has /v1 twice"]),
            ("/v1/responses/responses", "{}", secret, platform.GatewayAddress, ["names the endpoint twice"]),
            (
                "/v1/responses",
                "{}",
                secret,
                platform.DashboardAddress,
                ["belongs to the dashboard, not to the API", $"Set the Base URL in your tool to {platform.BaseUrl}"]
            ),
            ("/v1/responses", """{"model":"gpt-5-mini"}""", secret, platform.GatewayAddress, ["Codex CLI called /v1/responses"]),
        ];
        foreach (var (path, body, key, host, words) in mistakes)
        {
            var (status, id) = await CallAsync(key, path, body, host);
            Assert.True((int)status >= 400, path);
            var line = LineOf(page, id);
            foreach (var word in words)
                await Expect(line).ToContainTextAsync(word);
            await Expect(line.GetByRole(AriaRole.Link, new() { Name = "What happened" })).ToHaveAttributeAsync("href", $"/usage/{id}");
        }

        await Expect(state).ToContainTextAsync("something is to be changed");
        var (good, requestId) = await CallAsync(secret, "/v1/responses", $$"""{"model":"{{model}}","input":"Hi"}""");
        Assert.Equal(HttpStatusCode.OK, good);
        await Expect(state).ToHaveTextAsync("Codex CLI is connected.");
        await Expect(page.Locator("#listening")).ToHaveAttributeAsync("data-state", "good");
        Assert.DoesNotContain(requests, request => request.Contains(secret[15..], StringComparison.Ordinal));
        await LineOf(page, requestId).GetByRole(AriaRole.Link, new() { Name = "Receipt" }).ClickAsync();
        await Expect(page.Locator("#request-id")).ToContainTextAsync(requestId);
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task A_key_without_credit_and_an_old_key_are_told_apart()
    {
        var person = await Person.RegisterAsync(platform, pack: null);
        var old = await person.CreateKeyAsync(new CreateKeyRequest("old one"));
        var page = await OpenAsync(person);
        var secret = await MakeKeyAsync(page, "Claude Code", "new one");
        await Expect(page.Locator("#base-url")).ToHaveTextAsync(platform.GatewayAddress.GetLeftPart(UriPartial.Authority));
        await Expect(page.Locator("#listening")).ToHaveAttributeAsync("data-state", "waiting");
        const string Agent = "claude-cli/2.0";
        const string Body = """{"model":"claude-sonnet-4-5","max_tokens":10,"messages":[{"role":"user","content":"Hi"}]}""";

        var (_, unpaid) = await CallAsync(secret, "/v1/messages", Body, agent: Agent);
        await Expect(LineOf(page, unpaid)).ToContainTextAsync("The account has no credit left.");
        await Expect(LineOf(page, unpaid).GetByRole(AriaRole.Link, new() { Name = "Buy credit" })).ToHaveAttributeAsync("href", "/credit");

        using (await person.SendAsync(HttpMethod.Post, $"/keys/{old.Key.Id}/rotate", new RotateKeyRequest()))
        {
            var (_, outdated) = await CallAsync(old.Secret, "/v1/messages", Body, agent: Agent);
            await Expect(LineOf(page, outdated)).ToContainTextAsync("with another key of yours");
            await Expect(LineOf(page, outdated)).ToContainTextAsync("was replaced by a newer one");
        }

        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task A_key_at_its_limit_leads_to_its_page()
    {
        var person = await Person.RegisterAsync(platform);
        var key = await person.CreateKeyAsync(new CreateKeyRequest("small", SpendLimit: Money.FromUsd(0.0001m)));
        var page = await OpenAsync(person);
        await page.GotoAsync($"/connect/codex?key={key.Key.Id}");
        var (status, limited) = await CallAsync(
            key.Secret,
            "/v1/responses",
            """{"model":"gpt-5-mini","input":"Hi","max_output_tokens":5000}"""
        );
        Assert.Equal(HttpStatusCode.Forbidden, status);
        var line = LineOf(page, limited);
        await Expect(line).ToContainTextAsync("limit");
        await Expect(line.GetByRole(AriaRole.Link, new() { Name = "Look at the key" }))
            .ToHaveAttributeAsync("href", $"/tokens/{key.Key.Id}");
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task A_key_that_exists_is_filled_in_by_the_browser_and_never_sent()
    {
        var person = await Person.RegisterAsync(platform);
        var (key, other) = (await person.CreateKeyAsync(new CreateKeyRequest("mine")), await person.CreateKeyAsync());
        var page = await OpenAsync(person);
        List<string> requests = [];
        page.Request += (_, request) => requests.Add(request.Url + request.PostData);
        await page.GotoAsync($"/connect/continue?key={key.Key.Id}");
        await Expect(page.Locator("#setup")).ToContainTextAsync("apiKey: YOUR_API_KEY");
        await page.GetByLabel("Your key “mine”").FillAsync(other.Secret);
        await Expect(page.Locator("#secret-wrong")).ToBeVisibleAsync();
        await Expect(page.Locator("#setup")).ToContainTextAsync("apiKey: YOUR_API_KEY");
        await page.GetByLabel("Your key “mine”").FillAsync(key.Secret);
        await Expect(page.Locator("#secret-wrong")).ToBeHiddenAsync();
        await Expect(page.Locator("#setup")).ToContainTextAsync($"apiKey: {key.Secret}");
        await CallAsync(key.Secret, Chat.Path, Chat.Body("<b>no-such-model</b>"), agent: "<img src=x>");
        await Expect(page.Locator("#sightings"))
            .ToContainTextAsync("<img src=x> called /v1/chat/completions and asked for <b>no-such-model</b>");
        await page.GotoAsync("/tokens");
        Assert.DoesNotContain(requests, request => request.Contains(key.Secret[15..], StringComparison.Ordinal));
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task Without_javascript_a_reload_shows_the_same_and_sending_the_form_again_makes_no_second_key()
    {
        var person = await Person.RegisterAsync(platform);
        var page = await OpenAsync(person, javaScript: false);
        var secret = await MakeKeyAsync(page, "curl", "bare");
        await Expect(page.Locator("#setup")).ToContainTextAsync($"Authorization: Bearer {secret}");
        await page.ReloadAsync();
        await Expect(page.Locator("#notice")).ToContainTextAsync("This key was made already");
        await Expect(page.Locator("#setup")).Not.ToContainTextAsync(secret);
        await Expect(page.Locator("#listening-state")).ToHaveTextAsync("Waiting for curl…");

        var (_, guessed) = await CallAsync(secret, Chat.Path, Chat.Body("gpt-4.1-minni"), agent: "curl/8.5.0");
        var (_, elsewhere) = await CallAsync(secret, Chat.Path, Chat.Body(), platform.DashboardAddress, "curl/8.5.0");
        var (status, worked) = await CallAsync(secret, Chat.Path, Chat.Body(), agent: "curl/8.5.0");
        Assert.Equal(HttpStatusCode.OK, status);
        await Eventually.TrueAsync(
            async () =>
            {
                await page.GetByRole(AriaRole.Link, new() { Name = "Look again" }).ClickAsync();
                return await page.Locator("#sightings > li").CountAsync() == 3;
            },
            "three calls to be shown"
        );
        await Expect(LineOf(page, guessed)).ToContainTextAsync("curl called /v1/chat/completions and asked for gpt-4.1-minni.");
        await Expect(LineOf(page, guessed)).ToContainTextAsync("Did you mean 'gpt-4.1-mini'");
        await Expect(LineOf(page, elsewhere)).ToContainTextAsync("belongs to the dashboard");
        await Expect(LineOf(page, worked)).ToContainTextAsync("It works");
        await Expect(page.Locator("#listening-state")).ToHaveTextAsync("curl is connected.");
        using var keys = await person.SendAsync(HttpMethod.Get, "/keys");
        Assert.Single((await keys.Content.ReadFromJsonAsync<KeyView[]>())!);
        await page.Context.CloseAsync();
    }

    /// <summary>By the servers' own clocks: from the refusal to the event that tells it.</summary>
    [Fact]
    public async Task A_wrong_call_is_told_within_a_second()
    {
        var person = await Person.RegisterAsync(platform);
        var key = await person.CreateKeyAsync();
        using var visitor = await PageVisitor.SignInAsync(platform, person);
        using var stream = await visitor.StreamAsync($"/connect/codex/events?key={key.Key.Id}");
        using var events = new StreamReader(await stream.Content.ReadAsStreamAsync());
        var shortest = await Shortest.OfThreeAsync(
            TimeSpan.FromSeconds(1),
            async () =>
            {
                var (_, id) = await CallAsync(key.Secret, "/v1/responses", """{"model":"gpt-5-codx","input":"Hi"}""");
                var told = await ToldAsync(events, id);
                return told - (await person.RefusedAsync(id)).At;
            }
        );
        Assert.InRange(shortest, TimeSpan.Zero, TimeSpan.FromSeconds(1));
    }

    /// <summary>When the request was told, as its event says.</summary>
    private static async Task<DateTimeOffset> ToldAsync(StreamReader events, string requestId)
    {
        using var limit = new CancellationTokenSource(Eventually.Timeout);
        var found = false;
        while (await events.ReadLineAsync(limit.Token) is { } line)
        {
            found |= line.StartsWith("data:", StringComparison.Ordinal) && line.Contains(requestId, StringComparison.Ordinal);
            if (found && line.StartsWith("id: ", StringComparison.Ordinal))
                return DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(line[4..], System.Globalization.CultureInfo.InvariantCulture));
        }

        throw new InvalidOperationException("The stream has ended.");
    }

    /// <summary>The stream itself: who may listen, to what, and how many pages.</summary>
    [Fact]
    public async Task A_stream_is_the_accounts_own_and_so_are_its_few_places()
    {
        var (person, stranger) = (await Person.RegisterAsync(platform), await Person.RegisterAsync(platform));
        var key = await person.CreateKeyAsync();
        var path = $"/connect/codex/events?key={key.Key.Id}";
        using var visitor = await PageVisitor.SignInAsync(platform, person);
        using var other = await PageVisitor.SignInAsync(platform, stranger);
        using var foreign = await other.GetAsync(path);
        Assert.Equal(HttpStatusCode.NotFound, foreign.StatusCode);
        using var nobody = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = platform.DashboardAddress };
        using var anonymous = await nobody.GetAsync(path);
        Assert.Equal(HttpStatusCode.Redirect, anonymous.StatusCode);

        var open = new List<HttpResponseMessage>();
        for (var i = 0; i < 4; i++)
        {
            open.Add(await visitor.StreamAsync(path));
            Assert.Equal((HttpStatusCode.OK, "text/event-stream"), (open[^1].StatusCode, open[^1].Content.Headers.ContentType?.MediaType));
        }

        using (var fifth = await visitor.StreamAsync(path))
            Assert.Equal(HttpStatusCode.TooManyRequests, fifth.StatusCode);
        using (var theirs = await other.StreamAsync($"/connect/codex/events?key={(await stranger.CreateKeyAsync()).Key.Id}"))
            Assert.Equal(HttpStatusCode.OK, theirs.StatusCode);

        // What comes for another account is on no stream of this one.
        var secret = (await stranger.CreateKeyAsync()).Secret;
        var (_, hidden) = await CallAsync(secret, Chat.Path, Chat.Body("no-such-model"));
        var (_, unverified) = await CallAsync(secret[..^1] + "-", Chat.Path, Chat.Body());
        await stranger.RefusedAsync(unverified);
        var (_, shown) = await CallAsync(key.Secret, Chat.Path, Chat.Body("no-such-model"));
        var text = await ReadUntilAsync(open[0], shown);
        Assert.Contains("event: seen", text, StringComparison.Ordinal);
        Assert.All((string[])[hidden, unverified], id => Assert.DoesNotContain(id, text, StringComparison.Ordinal));

        // A page that is closed gives its place back.
        open.ForEach(response => response.Dispose());
        await Eventually.TrueAsync(
            async () =>
            {
                using var again = await visitor.StreamAsync(path);
                return again.StatusCode == HttpStatusCode.OK;
            },
            "a place to listen"
        );
    }

    /// <summary>Else the page would be green by another tool, or by yesterday's mistake red.</summary>
    [Fact]
    public async Task What_came_before_or_with_a_right_other_key_is_not_told_and_the_stream_ends_with_the_session()
    {
        var person = await Person.RegisterAsync(platform);
        var (key, other) = (await person.CreateKeyAsync(), await person.CreateKeyAsync());
        var (_, before) = await CallAsync(key.Secret, Chat.Path, Chat.Body("no-such-model"));
        var since = (await person.RefusedAsync(before)).At.ToUnixTimeMilliseconds() + 1;
        using var visitor = await PageVisitor.SignInAsync(platform, person);
        using var stream = await visitor.StreamAsync($"/connect/codex/events?key={key.Key.Id}&since={since}");
        var (_, elsewhere) = await CallAsync(other.Secret, Chat.Path, Chat.Body("no-such-model"));
        await person.RefusedAsync(elsewhere);
        var (_, answered) = await CallAsync(other.Secret, Chat.Path, Chat.Body());
        await person.UsageAsync(1);
        var (_, shown) = await CallAsync(key.Secret, Chat.Path, Chat.Body("no-such-model"));
        using var events = new StreamReader(await stream.Content.ReadAsStreamAsync());
        var text = await ReadUntilAsync(events, shown);
        Assert.Contains(shown, text, StringComparison.Ordinal);
        Assert.All((string[])[before, elsewhere, answered], id => Assert.DoesNotContain(id, text, StringComparison.Ordinal));

        using (await person.SendAsync(HttpMethod.Delete, "/sessions")) { }
        Assert.Contains("event: end", await ReadUntilAsync(events, "event: end"), StringComparison.Ordinal);
    }

    private static async Task<string> ReadUntilAsync(HttpResponseMessage response, string mark)
    {
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());
        return await ReadUntilAsync(reader, mark);
    }

    private static async Task<string> ReadUntilAsync(StreamReader reader, string mark)
    {
        using var limit = new CancellationTokenSource(Eventually.Timeout);
        var text = "";
        while (!text.Contains(mark, StringComparison.Ordinal) && await reader.ReadLineAsync(limit.Token) is { } line)
            text += line + "\n";
        return text;
    }

    [GeneratedRegex(@"/connect/codex\?key=[0-9A-Za-z]{12}&since=\d+$")]
    private static partial Regex AddressWithKey();
}
