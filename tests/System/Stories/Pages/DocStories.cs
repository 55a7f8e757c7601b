using System.Net;
using Platform.Contracts;
using Xunit;

namespace Platform.Tests.Stories.Pages;

/// <summary>The documentation, as pages and as texts.</summary>
[Collection(PlatformCollection.Name)]
public sealed class DocStories(PlatformFixture platform)
{
    [Theory]
    [InlineData("/docs/api-key-base-url-model", "API key, Base URL and model explained")]
    [InlineData("/docs/api", "POST `/v1/chat/completions`")]
    [InlineData("/guides/codex", "model_provider = \"platform\"")]
    public async Task A_page_is_there_as_text_too_with_this_platforms_addresses(string address, string expected)
    {
        using var browser = new HttpClient { BaseAddress = platform.DashboardAddress };
        var page = await browser.GetStringAsync(address);
        Assert.Contains($"href=\"{address}.md\"", page, StringComparison.Ordinal);

        using var text = await browser.GetAsync(address + ".md");
        Assert.Equal("text/markdown", text.Content.Headers.ContentType!.MediaType);
        var markdown = await text.Content.ReadAsStringAsync();
        Assert.StartsWith("# ", markdown, StringComparison.Ordinal);
        Assert.Contains(expected, markdown, StringComparison.Ordinal);
        Assert.Contains(platform.BaseUrl.ToString(), markdown, StringComparison.Ordinal);
        Assert.DoesNotContain("{{", markdown, StringComparison.Ordinal);
        Assert.DoesNotContain("](/", markdown, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_code_is_there_as_text_too()
    {
        using var browser = new HttpClient { BaseAddress = platform.DashboardAddress };
        Assert.StartsWith(
            "# invalid_api_key\n\nThe API key is missing",
            await browser.GetStringAsync("/errors/invalid_api_key.md"),
            StringComparison.Ordinal
        );
        Assert.Contains("\n## client_disconnected\n", await browser.GetStringAsync("/errors.md"), StringComparison.Ordinal);
        using var unknown = await browser.GetAsync("/errors/unheard_of.md");
        Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);
    }

    [Fact]
    public async Task Language_models_find_every_text_and_all_in_one()
    {
        using var browser = new HttpClient { BaseAddress = platform.DashboardAddress };
        var index = await browser.GetStringAsync("/llms.txt");
        var texts = System.Text.RegularExpressions.Regex.Matches(index, @"\]\((?<address>[^)]+\.md)\)");
        Assert.True(texts.Count > 15);
        var whole = await browser.GetStringAsync("/llms-full.txt");
        foreach (var text in texts.Select(match => match.Groups["address"].Value))
            Assert.Contains((await browser.GetStringAsync(text)).Split('\n')[0] + "\n", whole, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/docs/nothing")]
    [InlineData("/docs/nothing.md")]
    [InlineData("/guides/emacs.md")]
    public async Task What_is_not_there_is_missing(string address)
    {
        using var browser = new HttpClient { BaseAddress = platform.DashboardAddress };
        using var missing = await browser.GetAsync(address);
        Assert.Equal(HttpStatusCode.NotFound, missing.StatusCode);
    }

    [Fact]
    public async Task A_signed_in_person_finds_their_keys_and_a_model_that_they_can_call()
    {
        var person = await Person.RegisterAsync(platform, pack: null);
        var key = await person.CreateKeyAsync(new CreateKeyRequest("my <tool>", Models: ["gpt-4.1-nano"]));
        using var visitor = await PageVisitor.SignInAsync(platform, person);
        using var page = await visitor.GetAsync("/guides/codex");
        var html = await page.Content.ReadAsStringAsync();
        Assert.Contains("my &lt;tool&gt;", html, StringComparison.Ordinal);
        Assert.Contains("model = &quot;gpt-4.1-nano&quot;", html, StringComparison.Ordinal);
        Assert.Contains($"/connect/codex?key={key.Key.Id}", html, StringComparison.Ordinal);
        Assert.DoesNotContain(key.Secret, html, StringComparison.Ordinal);

        using var text = await visitor.GetAsync("/guides/codex.md");
        Assert.Contains("model = \"gpt-4.1-nano\"", await text.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Contains("private", text.Headers.CacheControl!.ToString(), StringComparison.Ordinal);

        using var stranger = new HttpClient { BaseAddress = platform.DashboardAddress };
        Assert.DoesNotContain("gpt-4.1-nano", await stranger.GetStringAsync("/guides/codex"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("client_disconnected")]
    [InlineData("empty_answer")]
    public async Task A_code_that_only_a_receipt_has_is_explained(string code)
    {
        using var browser = new HttpClient { BaseAddress = platform.DashboardAddress };
        Assert.Contains($"<h1><code>{code}</code></h1>", await browser.GetStringAsync($"/errors/{code}"), StringComparison.Ordinal);
    }
}
