using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using Microsoft.Playwright;
using Platform.Contracts;
using Platform.Tests.Fixture.Browser;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Platform.Tests.Stories.Pages;

/// <summary>What everybody can read: the start page, models, prices, and how they do.</summary>
[Collection(PlatformCollection.Name)]
public sealed class PublicStories(PlatformFixture platform, Chromium chromium) : IClassFixture<Chromium>
{
    /// <summary>No other story calls it, so that its figures are known.</summary>
    private const string Model = "o4-mini",
        Failing = "fake-503";

    [Fact]
    public async Task A_figure_is_shown_when_enough_requests_stand_behind_it()
    {
        var person = await Person.RegisterAsync(platform);
        var gateway = platform.Gateway((await person.CreateKeyAsync()).Secret);
        await AskAsync(gateway, Model, 19);
        await person.UsageAsync(19);
        Assert.Null((await FiguresAsync(Model))?.Figures.Overall);

        await AskAsync(gateway, Model, 1);
        await AskAsync(gateway, Failing, 20);
        MeasuredModel? model = null;
        await Eventually.TrueAsync(
            async () =>
                (model = await FiguresAsync(Model))?.Figures.Overall is not null
                && await FiguresAsync(Failing) is { Figures.Overall: not null },
            "20 requests to be measured"
        );
        Assert.Equal((1, 1), (model!.Figures.Overall, model.Figures.Days[^1] ?? 1));
        Assert.NotNull(model.Figures.FirstByteMs);
        Assert.Equal("primary", Assert.Single(model.Routes).Upstream);

        using var browser = Browser();
        var page = await browser.GetStringAsync($"/models/{Model}");
        Assert.Matches(@"id=""first-word"">\d", page);
        Assert.Contains("id=\"success\">100.0 %", WebUtility.HtmlDecode(page), StringComparison.Ordinal);
        Assert.Contains(
            "id=\"success\">0.0 %",
            WebUtility.HtmlDecode(await browser.GetStringAsync($"/models/{Failing}")),
            StringComparison.Ordinal
        );
        Assert.Contains(
            "id=\"success\">–",
            WebUtility.HtmlDecode(await browser.GetStringAsync("/models/gpt-6-astra")),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task The_status_is_of_real_requests_and_says_so_where_there_are_too_few()
    {
        var person = await Person.RegisterAsync(platform);
        var gateway = platform.Gateway((await person.CreateKeyAsync()).Secret);
        await AskAsync(gateway, "claude-haiku-4-5", 25);
        await Eventually.TrueAsync(
            async () => await FiguresAsync("claude-haiku-4-5") is { Figures.Lately: 1 },
            "25 requests to be measured"
        );
        var page = await chromium.OpenAsync(platform, javaScript: false);
        await page.GotoAsync("/status");
        var row = page.Locator(".status-rows > li", new() { Has = page.GetByText("claude-haiku-4-5", new() { Exact = true }) });
        await Expect(row.Locator(".status").First).ToContainTextAsync("Works");
        await Expect(row.Locator(".overall")).ToHaveTextAsync("100.0 %");
        await Expect(row.Locator("svg rect.good")).ToHaveCountAsync(1);
        await Expect(row.Locator("svg rect.none")).ToHaveCountAsync(89);
        // Who nobody called stands in one line, which opens.
        var quiet = page.Locator("details.quiet-models").First;
        await Expect(quiet.Locator("summary")).ToContainTextAsync("with too few requests in 90 days to say");
        var uncalled = quiet.GetByRole(AriaRole.Link, new() { Name = "gpt-6-astra", Exact = true });
        await Expect(uncalled).ToBeHiddenAsync();
        await quiet.Locator("summary").ClickAsync();
        await Expect(uncalled).ToBeVisibleAsync();
        await Expect(page.Locator(".status-rows > li", new() { HasText = "gpt-6-astra" })).ToHaveCountAsync(0);
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task What_the_operator_has_not_written_says_so()
    {
        using var browser = Browser();
        foreach (var address in (string[])["/terms", "/privacy", "/support"])
        {
            var page = await browser.GetStringAsync(address);
            Assert.Contains("This page is not written yet.", page, StringComparison.Ordinal);
            Assert.Contains($"<code>{address[1..]}.md</code>", page, StringComparison.Ordinal);
            Assert.Contains("content=\"noindex\"", page, StringComparison.Ordinal);
        }

        using var contact = await browser.GetAsync("/.well-known/security.txt");
        Assert.Equal(HttpStatusCode.NotFound, contact.StatusCode);
    }

    [Fact]
    public async Task Search_engines_and_browsers_find_their_files()
    {
        using var browser = Browser();
        Assert.Contains(
            $"Sitemap: {platform.DashboardAddress}sitemap.xml",
            await browser.GetStringAsync("/robots.txt"),
            StringComparison.Ordinal
        );
        var map = System.Xml.Linq.XDocument.Parse(await browser.GetStringAsync("/sitemap.xml"));
        var addresses = map.Descendants()
            .Where(element => element.Name.LocalName == "loc")
            .Select(element => new Uri(element.Value))
            .ToArray();
        Assert.Contains(addresses, address => address.AbsolutePath == "/models/gpt-6-luna");
        Assert.Contains(addresses, address => address.AbsolutePath == "/guides/codex");
        Assert.DoesNotContain(addresses, address => address.AbsolutePath.Contains("fake", StringComparison.Ordinal));
        foreach (var address in addresses.Where(address => !address.AbsolutePath.StartsWith("/errors/", StringComparison.Ordinal)))
        {
            using var page = await browser.GetAsync(address);
            Assert.True(page.IsSuccessStatusCode, $"{address} is {page.StatusCode}.");
        }

        using var icon = await browser.GetAsync("/favicon.ico");
        Assert.Equal("image/svg+xml", icon.Content.Headers.ContentType!.MediaType);
    }

    [Fact]
    public async Task Tools_get_the_error_at_the_same_address_where_people_get_the_page()
    {
        using var browser = Browser();
        using var page = await browser.GetAsync("/models");
        Assert.Equal("text/html", page.Content.Headers.ContentType!.MediaType);
        Assert.Contains("Accept", page.Headers.Vary);
        using var tool = new HttpClient { BaseAddress = platform.DashboardAddress };
        using var error = await tool.GetAsync("/models");
        Assert.Equal((HttpStatusCode.NotFound, "application/json"), (error.StatusCode, error.Content.Headers.ContentType!.MediaType));
        Assert.Contains($"to {platform.BaseUrl};", await error.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Models_are_searched_without_a_script_and_each_has_its_prices_and_snippets()
    {
        var page = await chromium.OpenAsync(platform, javaScript: false);
        await page.GotoAsync("/models");
        await page.GetByLabel("Search").FillAsync("gpt-4.1");
        await page.GetByLabel("Order").SelectOptionAsync("price");
        await page.GetByRole(AriaRole.Button, new() { Name = "Show" }).ClickAsync();
        var names = page.Locator("#models-table tbody th");
        await Expect(names).ToHaveCountAsync(3);
        await Expect(names.First).ToContainTextAsync("gpt-4.1-nano");
        await Expect(page.GetByLabel("Search")).ToHaveValueAsync("gpt-4.1");

        await names.First.GetByRole(AriaRole.Link).ClickAsync();
        await Expect(page.Locator("h1")).ToHaveTextAsync("gpt-4.1-nano");
        // A table of one price would say again what stands above it.
        await Expect(page.Locator("#history + p")).ToContainTextAsync("It has cost the same since");
        await Expect(page.GetByText("model = \"gpt-4.1-nano\"")).ToBeHiddenAsync();
        await page.GetByText("Codex CLI", new() { Exact = true }).ClickAsync();
        await Expect(page.GetByText("model = \"gpt-4.1-nano\"")).ToBeVisibleAsync();
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task The_calculator_says_what_the_catalogue_and_the_arithmetic_of_a_charge_say()
    {
        var page = await chromium.OpenAsync(platform, javaScript: false);
        await page.GotoAsync("/pricing");
        await Expect(page.Locator("#error-summary")).ToHaveCountAsync(0);
        await Expect(page.Locator("#per-request")).ToContainTextAsync("$");
        Assert.Equal(7, await page.Locator("#sentences li").CountAsync());
        await page.GetByLabel("Model", new() { Exact = true }).SelectOptionAsync("gpt-6-luna");
        await page.GetByLabel("Requests a day").FillAsync("100");
        await page.GetByLabel("Tokens in, each").FillAsync("20000");
        await page.GetByLabel("Of them cached, %").FillAsync("80");
        await page.GetByLabel("Tokens out, each").FillAsync("500");
        await page.GetByRole(AriaRole.Button, new() { Name = "Calculate" }).ClickAsync();
        await Expect(page.Locator("#per-request")).ToHaveTextAsync("$0.0086");
        await Expect(page.Locator("#per-day")).ToHaveTextAsync("$0.86");
        await Expect(page.Locator("#per-month")).ToHaveTextAsync("$25.80");
        await Expect(page.Locator("#pack-starter")).ToContainTextAsync("lasts 5 days");

        await page.GotoAsync("/pricing?Cached=101");
        await Expect(page.Locator("#Cached-error")).ToContainTextAsync("from 0 to 100");
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task The_start_page_shows_a_sample_that_works_and_no_scripted_model()
    {
        using var browser = Browser();
        var page = WebUtility.HtmlDecode(await browser.GetStringAsync("/"));
        Assert.Contains($"curl {platform.BaseUrl}/chat/completions", page, StringComparison.Ordinal);
        Assert.Contains("ANTHROPIC_BASE_URL=" + platform.GatewayAddress.ToString().TrimEnd('/'), page, StringComparison.Ordinal);
        Assert.DoesNotContain("fake-", page, StringComparison.Ordinal);
        Assert.Contains("<a href=\"/models/gpt-6-luna\">", page, StringComparison.Ordinal);
    }

    private static async Task AskAsync(HttpClient gateway, string model, int times)
    {
        for (var i = 0; i < times; i++)
        {
            using var response = await gateway.ChatAsync(Chat.Body(model, stream: true));
            await response.Content.ReadAsStringAsync();
        }
    }

    private async Task<MeasuredModel?> FiguresAsync(string model) =>
        (await platform.Usage.GetFromJsonAsync<Measured>("/measured"))!.Models.SingleOrDefault(known => known.Model == model);

    /// <summary>Asks for HTML, as people's browsers do.</summary>
    private HttpClient Browser()
    {
        var browser = new HttpClient { BaseAddress = platform.DashboardAddress };
        browser.DefaultRequestHeaders.Accept.Add(new MediaTypeWithQualityHeaderValue("text/html"));
        return browser;
    }
}
