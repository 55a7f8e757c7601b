using System.Net;
using System.Net.Http.Headers;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Platform.Contracts;
using Platform.Tests.Fakes;
using Platform.Tests.Fixture.Browser;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Platform.Tests.Stories.Pages;

/// <summary>What all pages have in common: their widths, colours, headers and files.</summary>
[Collection(PlatformCollection.Name)]
public sealed partial class LayoutStories(PlatformFixture platform, Chromium chromium) : IClassFixture<Chromium>
{
    /// <summary>What people and tools may be called; encoded, it is a word.</summary>
    private const string Script = "<script>alert(1)</script>";

    private static readonly int[] Widths = [320, 360, 480, 740, 768, 833, 1024, 1440];

    [Fact]
    public async Task No_page_is_wider_than_its_window_or_runs_a_name_whatever_things_are_called()
    {
        var person = await Person.RegisterAsync(platform);
        var key = await person.CreateKeyAsync(
            new CreateKeyRequest(new string('W', 74) + Script, SpendLimit: new Money(987_654_321_123_456_789))
        );
        await person.CreateKeyAsync(new CreateKeyRequest($"👩‍💻 لپ‌تاپ من {Script} " + new string('á', 50)));
        using var response = await platform.Gateway(key.Secret).ChatAsync(Chat.Body());
        await person.UsageAsync(1);
        using var client = platform.Gateway(key.Secret);
        client.DefaultRequestHeaders.TryAddWithoutValidation("User-Agent", Script + new string('W', 275));
        using var refused = await client.ChatAsync(Chat.Body(Script + new string('M', 275)));
        await person.RefusedAsync(refused.RequestId());
        using var elsewhere = await client.PostAsync("/" + new string('p', 300), null);
        await person.RefusedAsync(elsewhere.RequestId());
        var page = await chromium.SignInAsync(platform, person);
        var (one, receipt) = ($"/tokens/{key.Key.Id}", $"/usage/{response.RequestId()}");
        string[] named =
        [
            "/models/gpt-6-luna",
            "/docs/errors-by-symptom",
            "/docs/one-base-url",
            "/guides/codex",
            "/errors/invalid_api_key",
            one,
            $"{one}/created",
            $"{one}/limits",
            $"{one}/rotate",
            $"{one}/delete",
            receipt,
            $"/usage/{refused.RequestId()}",
            "/usage/" + new string('w', 200),
            "/usage?by=model&show=Tokens",
            "/connect/codex",
            $"/connect/codex?key={key.Key.Id}&since=0",
            "/status/404",
            $"/sandbox-checkout/{Guid.CreateVersion7()}",
        ];
        string[] paths = [.. named, .. await PagesAsync(named)];
        List<string> wide = [];
        foreach (var path in paths)
        {
            await page.GotoAsync(path);
            if (await page.Locator("script:not([src])").CountAsync() > 0)
                wide.Add($"{path} has a name as a script");
            foreach (var width in Widths)
            {
                await page.SetViewportSizeAsync(width, 900);
                if (await page.EvaluateAsync<int>("document.documentElement.scrollWidth") is var needed && needed > width)
                    wide.Add($"{path} needs {needed} of {width}");
            }
        }

        Assert.Empty(wide);
        await page.Context.CloseAsync();
    }

    /// <summary>
    /// The pages without a parameter, as they are mapped, so that one that is added is looked at. One that is added with a parameter must be
    /// among <paramref name="named"/>.
    /// </summary>
    private async Task<IEnumerable<string>> PagesAsync(string[] named)
    {
        var routes = (await Endpoint.ReadAllAsync(platform))
            .Where(each => each.Page && each.Handlers.Contains("GET"))
            .Select(each => "/" + each.Route.Trim('/'))
            // What is downloaded has no width, and to sign out is no page.
            .Where(route => !route.EndsWith(".csv", StringComparison.Ordinal) && route != "/sign-out")
            .ToLookup(route => route.Contains('{', StringComparison.Ordinal));
        Assert.All(
            routes[true],
            route => Assert.True(Array.Exists(named, path => Fits(route, path)), $"Name a page of {route} in this story.")
        );
        Assert.Contains("/terms", routes[false]);
        return routes[false];
    }

    private static bool Fits(string route, string path)
    {
        var (parts, given) = (route.Split('/'), path.Split('?')[0].Split('/'));
        return parts.Length == given.Length && parts.Zip(given).All(pair => pair.First.StartsWith('{') || pair.First == pair.Second);
    }

    [Fact]
    public async Task Every_block_to_copy_can_be_pasted_whole()
    {
        var page = await chromium.SignInAsync(platform, await Person.RegisterAsync(platform));
        await page.GotoAsync("/guides");
        var guides = await page.Locator("main a[href^='/guides/']").EvaluateAllAsync<string[]>("links => links.map(link => link.href)");
        Assert.NotEmpty(guides);
        List<string> faults = [];
        foreach (var path in (string[])[.. guides, "/account", "/errors/invalid_api_key"])
        {
            await page.GotoAsync(path);
            foreach (var block in await page.Locator("pre code").AllAsync())
                if (
                    await Parsers.FaultAsync(await block.GetAttributeAsync("data-language") ?? "", await block.InnerTextAsync()) is
                    { } fault
                )
                    faults.Add($"{path}: {fault}");
        }

        Assert.Empty(faults);
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task Words_in_the_tables_of_the_documentation_stay_whole_and_commands_are_read_without_scrolling()
    {
        var page = await chromium.OpenAsync(platform);
        await page.GotoAsync("/docs");
        var docs = await page.Locator("main a[href^='/docs/'], main a[href^='/guides/']")
            .EvaluateAllAsync<string[]>("links => [...new Set(links.map(link => link.pathname))]");
        Assert.Contains("/docs/api", docs);
        List<string> faults = [];
        foreach (var path in docs)
        {
            await page.GotoAsync(path);
            foreach (var width in Widths)
            {
                await page.SetViewportSizeAsync(width, 900);
                if (await page.EvaluateAsync<int>("document.documentElement.scrollWidth") is var needed && needed > width)
                    faults.Add($"{path} needs {needed} of {width}");
                faults.AddRange((await page.EvaluateAsync<string[]>(BrokenWords)).Select(word => $"{path} at {width}: {word}"));
                var scrolled = await page.Locator("pre code[data-language=Shell]")
                    .EvaluateAllAsync<string[]>(
                        "blocks => blocks.map(block => block.parentElement).filter(pre => pre.scrollWidth > pre.clientWidth).map(pre => pre.textContent)"
                    );
                faults.AddRange(scrolled.Select(command => $"{path} at {width}: {command}"));
            }
        }

        Assert.True(faults.Count == 0, string.Join(Environment.NewLine, faults));
        await page.Context.CloseAsync();
    }

    /// <summary>The words in cells of tables that stand on more than one line; addresses and codes may.</summary>
    private const string BrokenWords = """
        (() => {
          const broken = [];
          for (const cell of document.querySelectorAll(".prose th, .prose td")) {
            // On a phone the labels of the cells stand for the head of the table, which is hidden.
            if (cell.closest("thead")?.clientWidth === 1) continue;
            const texts = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT);
            while (texts.nextNode()) {
              const text = texts.currentNode;
              if (text.parentElement.closest("code")) continue;
              for (const word of text.data.matchAll(/[A-Za-z]+/g)) {
                const range = document.createRange();
                range.setStart(text, word.index);
                range.setEnd(text, word.index + word[0].length);
                if (new Set([...range.getClientRects()].map(line => Math.round(line.top))).size > 1) broken.push(word[0]);
              }
            }
          }
          return broken;
        })()
        """;

    [Fact]
    public async Task Every_address_sends_the_headers_that_keep_other_sites_and_inline_scripts_out()
    {
        var owner = await Person.RegisterAsync(platform);
        var key = await owner.CreateKeyAsync();
        using var visitor = await PageVisitor.SignInAsync(platform, owner);
        List<string> faults = [];
        var seen = 0;
        foreach (var endpoint in (await Endpoint.ReadAllAsync(platform)).Where(each => each.Handlers.Contains("GET")))
        {
            // To sign out ends the walk.
            if (endpoint.Route.Trim('/') == "sign-out")
                continue;
            using var response = await visitor.StreamAsync(AddressOf(endpoint.Route, key.Key.Id));
            faults.AddRange(MissingHeaders(response).Select(header => $"{endpoint.Route}: {header}"));
            if (response.Content.Headers.ContentType?.MediaType != "text/html")
                continue;
            seen++;
            var inline = Inline().Match(await response.Content.ReadAsStringAsync());
            if (inline.Success)
                faults.Add($"{endpoint.Route}: {inline.Value}");
        }

        Assert.InRange(seen, 30, int.MaxValue);
        Assert.True(faults.Count == 0, string.Join(Environment.NewLine, faults));
    }

    private static string AddressOf(string route, string keyId) =>
        "/"
        + Parameter()
            .Replace(
                route.TrimStart('/'),
                parameter => parameter.Value.Contains("guid", StringComparison.Ordinal) ? Guid.CreateVersion7().ToString() : keyId
            );

    private static IEnumerable<string> MissingHeaders(HttpResponseMessage response)
    {
        var policy = Header(response, "Content-Security-Policy");
        foreach (
            var directive in (string[])
                ["default-src 'none'", "script-src 'self'", "style-src 'self'", "base-uri 'none'", "frame-ancestors 'none'"]
        )
            if (!policy.Split("; ").Contains(directive))
                yield return $"no {directive} in '{policy}'";
        if (policy.Contains("unsafe-", StringComparison.Ordinal))
            yield return policy;
        foreach (
            var (name, value) in ((string, string)[])
                [("X-Content-Type-Options", "nosniff"), ("X-Frame-Options", "DENY"), ("Referrer-Policy", "same-origin")]
        )
            if (Header(response, name) != value)
                yield return $"{name} is '{Header(response, name)}'";
    }

    private static string Header(HttpResponseMessage response, string name) =>
        response.Headers.TryGetValues(name, out var values) ? string.Join(", ", values) : "";

    /// <summary>A script, style or handler that stands in the page itself.</summary>
    [GeneratedRegex(
        """<script(?![^>]*\ssrc=)[^>]*>|<style[ >]|<[a-z][^>]*\s(?:style|on[a-z]+)=|href="javascript:""",
        RegexOptions.IgnoreCase
    )]
    private static partial Regex Inline();

    [GeneratedRegex(@"\{[^}]+\}")]
    private static partial Regex Parameter();

    [Fact]
    public async Task Colours_are_chosen_without_a_script_and_stay_on_every_page()
    {
        var page = await chromium.OpenAsync(platform, javaScript: false);
        await page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Light });
        await page.GotoAsync("/guides/cursor?from=here");
        var light = await GroundAsync(page);
        await page.GetByRole(AriaRole.Button, new() { Name = "Dark" }).ClickAsync();
        await Expect(page.Locator("html")).ToHaveAttributeAsync("data-theme", "dark");
        Assert.Equal(new Uri(platform.DashboardAddress, "/guides/cursor?from=here").AbsoluteUri, page.Url);
        var dark = await GroundAsync(page);
        Assert.NotEqual(light, dark);

        await page.GotoAsync("/no-such-page");
        Assert.Equal(dark, await GroundAsync(page));
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Dark" })).ToHaveAttributeAsync("aria-pressed", "true");
        await page.GetByRole(AriaRole.Button, new() { Name = "System" }).ClickAsync();
        await Expect(page.Locator("html")).ToHaveAttributeAsync("data-theme", "system");
        Assert.Equal(light, await GroundAsync(page));
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task The_form_of_the_colours_leads_to_no_other_site()
    {
        using var visitor = new PageVisitor(platform);
        using var response = await visitor.SendFormAsync("/theme", ("theme", "dark"), ("returnUrl", "https://evil.example/"));
        Assert.Equal((HttpStatusCode.Found, "/"), (response.StatusCode, response.Headers.Location!.OriginalString));
    }

    [Fact]
    public async Task A_missing_page_keeps_the_menu_and_says_what_is_missing()
    {
        using var visitor = await PageVisitor.SignInAsync(platform, await Person.RegisterAsync(platform, pack: null));
        foreach (
            var (path, words) in ((string, string)[])
                [
                    ("/usage/req_nowhere", "There is no receipt of this request"),
                    ("/tokens/nowhere", "There is no such API key"),
                    ("/guides/nowhere", "There is no guide with this name"),
                    ("/nowhere", "There is no such page"),
                ]
        )
        {
            using var missing = await visitor.GetAsync(path);
            var text = await PageVisitor.TextAsync(missing);
            Assert.Equal(HttpStatusCode.NotFound, missing.StatusCode);
            Assert.Contains($"<h1>{words}</h1>", text, StringComparison.Ordinal);
            Assert.Contains(
                """<a href="/tokens">""",
                text.Replace(" aria-current=\"page\"", "", StringComparison.Ordinal),
                StringComparison.Ordinal
            );
        }

        using var unaccepted = await visitor.SendFormAsync(
            "/tokens/new",
            request => request.Content = new FormUrlEncodedContent([new("Name", "k")])
        );
        Assert.Equal(HttpStatusCode.BadRequest, unaccepted.StatusCode);
        Assert.Contains("This form could not be accepted", await PageVisitor.TextAsync(unaccepted), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sheets_are_named_by_their_content_compressed_and_need_no_sign_in()
    {
        using var client = new HttpClient { BaseAddress = platform.DashboardAddress };
        var html = await client.GetStringAsync("/");
        var sheet = Regex.Match(html, """href="(/site\.[a-z0-9]+\.css)""").Groups[1].Value;
        Assert.NotEqual("", sheet);
        using var request = new HttpRequestMessage(HttpMethod.Get, sheet);
        request.Headers.AcceptEncoding.Add(new StringWithQualityHeaderValue("gzip"));
        // A cookie that no key of ours encrypted: who looks at it would sign it out.
        request.Headers.Add("Cookie", "platform-session=x");
        using var response = await client.SendAsync(request);
        Assert.Equal(["gzip"], response.Content.Headers.ContentEncoding);
        Assert.NotNull(response.Headers.ETag);
        Assert.False(response.Headers.Contains("Set-Cookie"));
        Assert.Equal("nosniff", Assert.Single(response.Headers.GetValues("X-Content-Type-Options")));
    }

    [Fact]
    public async Task Pages_tell_browsers_what_they_do_not_use_and_search_engines_what_they_are()
    {
        using var client = new HttpClient { BaseAddress = platform.DashboardAddress };
        using var response = await client.GetAsync("/guides/codex");
        Assert.Contains("camera=()", Assert.Single(response.Headers.GetValues("Permissions-Policy")), StringComparison.Ordinal);
        Assert.False(response.Headers.Contains("Server"));
        var html = await response.Content.ReadAsStringAsync();
        Assert.Contains(
            $"""<link rel="canonical" href="{new Uri(platform.DashboardAddress, "/guides/codex")}">""",
            html,
            StringComparison.Ordinal
        );
        Assert.Contains("<meta name=\"description\" content=\"The config.toml and", html, StringComparison.Ordinal);
        Assert.DoesNotContain(" style=", html, StringComparison.Ordinal);
    }

    /// <summary>A page has its attributes before it has its sheet.</summary>
    private static async Task<string> GroundAsync(IPage page)
    {
        await page.WaitForLoadStateAsync();
        return await page.EvaluateAsync<string>("getComputedStyle(document.body).backgroundColor");
    }
}
