using System.Net;
using System.Net.Http.Json;
using Microsoft.Playwright;
using Platform.Contracts;
using Platform.Tests.Fixture.Browser;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Platform.Tests.Stories.Pages;

/// <summary>The usage of an account with more requests than one page holds.</summary>
[Collection(PlatformCollection.Name)]
public sealed class UsagePageStories(PlatformFixture platform, Chromium chromium) : IClassFixture<Chromium>
{
    private const int Completed = 205,
        Failed = 2;

    [Fact]
    public async Task Rows_are_short_sums_and_chart_follow_the_filter_and_the_csv_has_every_request()
    {
        var person = await Person.RegisterAsync(platform);
        var (good, bad) = (await person.CreateKeyAsync(new("=1+1")), await person.CreateKeyAsync(new("other")));
        await CallAsync(good.Secret, "fake-echo", Completed);
        await CallAsync(bad.Secret, "fake-500", Failed);
        await Eventually.TrueAsync(
            async () => (await DaysAsync(person)).Sum(day => day.Requests) == Completed + Failed,
            "every request to be posted"
        );

        var page = await chromium.SignInAsync(platform, person);
        await page.SetViewportSizeAsync(360, 800);
        await page.GotoAsync("/usage");
        await Expect(page.Locator("#usage-log tbody tr")).ToHaveCountAsync(50);
        Assert.InRange(await page.Locator("#usage-log").EvaluateAsync<int>("log => log.offsetHeight"), 1_000, 3_600);
        await page.SetViewportSizeAsync(1440, 900);
        var heights = await page.Locator("#usage-log tbody tr").EvaluateAllAsync<double[]>("rows => rows.map(row => row.offsetHeight)");
        Assert.InRange(heights.Max(), 20, 48);
        var links = await page.Locator("#usage-log tbody a").EvaluateAllAsync<string[]>("links => links.map(link => link.textContent)");
        Assert.All(links, link => Assert.Contains(", fake-", link, StringComparison.Ordinal));
        await Expect(page.Locator("#usage-totals")).ToContainTextAsync($"Requests{Completed + Failed} Failed{Failed}");

        await page.GotoAsync($"/usage?outcome=Failed&from={Today:O}");
        await Expect(page.Locator("#usage-totals")).ToContainTextAsync($"Requests{Failed} Failed");
        await Expect(page.Locator("#total-cost")).ToHaveAttributeAsync("value", "0");
        await Expect(page.Locator(".chart svg g")).ToHaveCountAsync(1);
        await Expect(page.Locator("#usage-days tbody tr th")).ToHaveTextAsync(Today.ToString("O"));
        await Expect(page.Locator("#usage-log .status.bad .icon")).ToHaveCountAsync(Failed);

        foreach (var filter in (string[])[$"key={bad.Key.Id}", "model=fake-500"])
        {
            await page.GotoAsync($"/usage?{filter}");
            await Expect(page.Locator("#usage-totals")).ToContainTextAsync($"Requests{Failed} Failed");
            await Expect(page.Locator("#usage-log tbody tr")).ToHaveCountAsync(Failed);
            await page.GotoAsync($"/usage?handler=Rows&{filter}");
            await Expect(page.Locator("#usage-log tbody tr")).ToHaveCountAsync(Failed);
        }

        await page.GotoAsync("/usage?to=2020-01-01");
        await Expect(page.Locator(".empty")).ToHaveTextAsync("No request fits this filter.");
        await Expect(page.Locator("#usage-totals")).ToHaveCountAsync(0);

        await ExpectCsvAsync(person);
        await page.GotoAsync("/usage");
        await page.GetByLabel("Request id").FillAsync(" " + (await person.UsageAsync(1))[0].RequestId + " ");
        await page.GetByRole(AriaRole.Button, new() { Name = "Find" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Receipt" })).ToBeVisibleAsync();
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task Requests_and_refusals_are_one_log_with_its_filter_in_the_address_and_new_ones_appear_by_themselves()
    {
        var person = await Person.RegisterAsync(platform);
        var key = await person.CreateKeyAsync(new("desk"));
        await CallAsync(key.Secret, "fake-echo", 2);
        using var client = platform.Gateway(key.Secret);
        using var refused = await client.ChatAsync(Chat.Body("gpt-5-codx"));
        await person.UsageAsync(2);
        await person.RefusedAsync(refused.RequestId());

        var page = await chromium.SignInAsync(platform, person);
        await page.GotoAsync("/usage");
        await Expect(page.Locator("#usage-log tbody tr")).ToHaveCountAsync(3);
        await Expect(page.Locator("#usage-log tbody tr").First).ToContainTextAsync("model_not_found");
        // What was refused costs nothing and is in no sum.
        await Expect(page.Locator("#usage-totals")).ToContainTextAsync("Requests2 Failed");

        await CallAsync(key.Secret, "fake-echo", 1);
        await Expect(page.Locator("#usage-log tbody tr")).ToHaveCountAsync(4);
        await Expect(page.Locator("#live-text")).ToHaveTextAsync("1 new request. Reload for the sums.");

        await page.GetByRole(AriaRole.Link, new() { Name = "Refused", Exact = true }).ClickAsync();
        await Expect(page.Locator("#usage-log tbody tr")).ToHaveCountAsync(1);
        Assert.EndsWith("/usage?only=refused", page.Url, StringComparison.Ordinal);
        await page.GotoAsync($"/usage?key={key.Key.Id}&model=fake-echo");
        await Expect(page.Locator(".active-filter a")).ToHaveTextAsync(["key desk , take it out", "model fake-echo , take it out"]);
        await page.Locator(".active-filter a").Last.ClickAsync();
        Assert.EndsWith($"/usage?key={key.Key.Id}", page.Url, StringComparison.Ordinal);

        await page.GotoAsync("/usage?show=FirstToken&by=model");
        await Expect(page.Locator("#usage-chart figcaption")).ToContainTextAsync("Time to first token by day");
        await Expect(page.Locator("#usage-groups tbody th")).ToHaveTextAsync("fake-echo");
        await page.GetByLabel("Request id").FillAsync(refused.RequestId());
        await page.GetByRole(AriaRole.Button, new() { Name = "Find" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Refused request" })).ToBeVisibleAsync();
        await Expect(page.Locator("#support")).ToContainTextAsync($"Request id: {refused.RequestId()}");
        await page.Context.CloseAsync();
    }

    /// <summary>What is cut is never the time, the model, nor the mark of a request that anybody could have sent.</summary>
    [Fact]
    public async Task A_time_a_model_and_the_mark_of_an_unverified_request_are_read_whole()
    {
        var person = await Person.RegisterAsync(platform);
        var key = await person.CreateKeyAsync(new(new string('W', 60)));
        using var known = await platform.Gateway(key.Secret).ChatAsync(Chat.Body("claude-haiku-4-5"));
        Assert.Equal(HttpStatusCode.OK, known.StatusCode);
        await person.UsageAsync(1);
        using var refused = await platform.Gateway(key.Secret[..^1] + "-").ChatAsync(Chat.Body());
        await person.RefusedAsync(refused.RequestId());
        var page = await chromium.SignInAsync(platform, person);
        await page.GotoAsync("/usage");
        await Expect(page.Locator("#usage-log .marks .status")).ToHaveTextAsync(["invalid_api_key", "not verified"]);
        foreach (var width in (int[])[320, 360, 768, 833, 1024, 1025, 1100, 1280, 1281, 1440])
        {
            await page.SetViewportSizeAsync(width, 900);
            // The smallest phones have no room for a model beside its time and its cost.
            foreach (var what in width < 360 ? (string[])[Mark, Time] : [Mark, Time, "td.pm1:has(code)"])
                Assert.Equal((width, what, ""), (width, what, await page.Locator($"#usage-log {what}").First.EvaluateAsync<string>(Cut)));
        }

        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task The_name_of_a_key_has_the_room_that_is_left_and_stands_whole_where_it_is_cut()
    {
        const string Name = "Continue on the laptop";
        var person = await Person.RegisterAsync(platform);
        var (usual, hostile) = (await person.CreateKeyAsync(new(Name)), await person.CreateKeyAsync(new(new string('W', 60))));
        foreach (var key in (KeyCreated[])[usual, hostile])
        {
            using var response = await platform.Gateway(key.Secret).ChatAsync(Chat.Body("claude-haiku-4-5"));
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        }

        await person.UsageAsync(2);
        var page = await chromium.SignInAsync(platform, person);
        await page.GotoAsync("/usage");
        await page.SetViewportSizeAsync(1440, 900);
        var (whole, cut) = (
            page.Locator($"#usage-log td.pm2[title='{Name}']"),
            page.Locator($"#usage-log td.pm2[title='{new string('W', 60)}']")
        );
        Assert.Equal("", await whole.EvaluateAsync<string>(Cut));
        Assert.NotEqual("", await cut.EvaluateAsync<string>(Cut));
        await cut.Locator("xpath=..").GetByRole(AriaRole.Link).ClickAsync();
        await Expect(page.GetByText(new string('W', 60), new() { Exact = true })).ToBeVisibleAsync();
        await page.Context.CloseAsync();
    }

    private const string Mark = ".marks .status:last-child",
        Time = "th.pl1";

    /// <summary>Empty for what is read whole.</summary>
    private const string Cut = """
        what => {
          const [own, cell] = [what, what.closest("td, th")].map(each => each.getBoundingClientRect());
          return what.scrollWidth <= what.clientWidth && own.right <= cell.right ? "" : `${what.scrollWidth} of ${what.clientWidth}`;
        }
        """;

    /// <summary>Claude Code's header, Codex's, and the cache key of anybody else.</summary>
    [Fact]
    public async Task The_requests_of_a_session_are_summed_and_its_name_is_not_kept()
    {
        var (person, other) = (await Person.RegisterAsync(platform), await Person.RegisterAsync(platform));
        var key = await person.CreateKeyAsync();
        foreach (var (header, name, count) in new[] { ("x-claude-code-session-id", "alpha-session", 3), ("session_id", "beta-session", 1) })
            for (var i = 0; i < count; i++)
                await CallInAsync(key.Secret, header, name, Chat.Body("fake-echo"));
        await CallInAsync(key.Secret, "x-other", "none", Chat.Body("fake-echo", more: ",\"prompt_cache_key\":\"gamma-session\""));
        await CallInAsync((await other.CreateKeyAsync()).Secret, "session_id", "beta-session", Chat.Body("fake-echo"));
        var records = await person.UsageAsync(5);
        Assert.Equal(3, records.Select(record => record.SessionId).Distinct().Count());
        Assert.DoesNotContain((await other.UsageAsync(1))[0].SessionId, records.Select(record => record.SessionId));
        Assert.All(records, record => Assert.DoesNotContain("session", record.SessionId, StringComparison.Ordinal));

        using var visitor = await PageVisitor.SignInAsync(platform, person);
        using var list = await visitor.GetAsync("/usage/sessions");
        Assert.Equal(3, (await PageVisitor.TextAsync(list)).Split("/usage?session=").Length - 1);
        var busiest = records.GroupBy(record => record.SessionId).MaxBy(session => session.Count())!;
        using var one = await visitor.GetAsync($"/usage?session={busiest.Key}");
        var text = await PageVisitor.TextAsync(one);
        Assert.Contains("3 requests", text, StringComparison.Ordinal);
        Assert.Equal(3, text.Split("<tr data-id=").Length - 1);
        using var receipt = await visitor.GetAsync($"/usage/{records[0].RequestId}");
        text = await PageVisitor.TextAsync(receipt);
        Assert.Contains("id=\"journey\"", text, StringComparison.Ordinal);
        Assert.Contains("The answer went to your tool", text, StringComparison.Ordinal);
        Assert.Contains($"Key ends in: {key.Secret[^4..]}", text, StringComparison.Ordinal);
        Assert.DoesNotContain(key.Secret, text, StringComparison.Ordinal);
        await platform.ExpectSettledAsync(person, other);
    }

    private async Task CallInAsync(string secret, string header, string name, string body)
    {
        using var client = platform.Gateway(secret);
        using var request = Chat.Request(body);
        request.Headers.TryAddWithoutValidation(header, name);
        using var response = await client.SendAsync(request);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task A_filter_that_cannot_be_read_gives_no_file_but_the_page_that_says_so()
    {
        using var visitor = await PageVisitor.SignInAsync(platform, await Person.RegisterAsync(platform, pack: null));
        using var refused = await visitor.GetAsync("/usage.csv?from=03/04/2026");
        Assert.Equal((HttpStatusCode.Found, "/usage?from=03/04/2026"), (refused.StatusCode, refused.Headers.Location!.OriginalString));
        using var page = await visitor.GetAsync("/usage");
        Assert.Equal(2, (await PageVisitor.TextAsync(page)).Split("type=\"date\"").Length - 1);
        using var none = await visitor.GetAsync("/usage.csv");
        Assert.StartsWith(
            "started_at,request_id,",
            Assert.Single((await none.Content.ReadAsStringAsync()).Trim().Split("\r\n")),
            StringComparison.Ordinal
        );
        using var stranger = new PageVisitor(platform);
        using var away = await stranger.GetAsync("/usage.csv");
        Assert.StartsWith("/sign-in", away.Headers.Location!.OriginalString, StringComparison.Ordinal);
    }

    private static DateOnly Today => DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime);

    private async Task ExpectCsvAsync(Person person)
    {
        using var visitor = await PageVisitor.SignInAsync(platform, person);
        using var all = await visitor.GetAsync("/usage.csv");
        Assert.Equal("text/csv", all.Content.Headers.ContentType!.MediaType);
        var lines = (await all.Content.ReadAsStringAsync()).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(1 + Completed + Failed, lines.Distinct().Count());
        Assert.Contains(lines, line => line.Contains(",fake-echo,'=1+1,", StringComparison.Ordinal));
        using var failed = await visitor.GetAsync("/usage.csv?outcome=Failed");
        Assert.Equal(1 + Failed, (await failed.Content.ReadAsStringAsync()).Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Length);
    }

    private async Task CallAsync(string secret, string model, int times)
    {
        using var client = platform.Gateway(secret);
        await Parallel.ForEachAsync(
            Enumerable.Range(0, times),
            new ParallelOptions { MaxDegreeOfParallelism = 8 },
            async (_, _) =>
            {
                using var response = await client.ChatAsync(Chat.Body(model));
            }
        );
    }

    private async Task<UsageDay[]> DaysAsync(Person person) =>
        (await platform.Usage.GetFromJsonAsync<UsageDay[]>($"/accounts/{person.Id}/usage/daily"))!;
}
