using System.Net;
using Microsoft.Playwright;
using Platform.Tests.Fixture.Browser;
using Xunit;

namespace Platform.Tests.Stories.Pages;

/// <summary>Somebody who has never been here, on the shortest way from the start page to an answer in a tool.</summary>
[Collection(PlatformCollection.Name)]
public sealed class NewcomerStories(PlatformFixture platform, Chromium chromium) : IClassFixture<Chromium>
{
    private const int MaxClicks = 6;

    private int clicks;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Few_clicks_lead_from_the_start_page_to_the_first_answer(bool javaScript)
    {
        var page = await chromium.OpenAsync(platform, javaScript);
        await page.GotoAsync("/");
        await ClickAsync(page.Locator("main").GetByRole(AriaRole.Link, new() { Name = "Register", Exact = true }));
        await page.GetByLabel("E-mail address").FillAsync($"newcomer-{Guid.CreateVersion7():N}@example.com");
        await page.GetByLabel("Password").FillAsync(Person.Password);
        await ClickAsync(Button(page, "Create account"));
        await ClickAsync(Button(page, "Buy Starter"));
        await ClickAsync(Button(page, "Pay"));
        await ClickAsync(page.Locator("#next-step").GetByRole(AriaRole.Link, new() { Name = "Codex CLI" }));
        await ClickAsync(Button(page, "Make a key and go on"));

        // What the page shows is all that the tool is given.
        var (key, model) = (await TextAsync(page, "#api-key"), await TextAsync(page, "#model-name"));
        using var tool = new HttpClient { BaseAddress = new Uri(await TextAsync(page, "#base-url") + "/") };
        tool.DefaultRequestHeaders.Authorization = new("Bearer", key);
        using var body = new StringContent($$"""{"model":"{{model}}","input":"Hi"}""", System.Text.Encoding.UTF8, "application/json");
        using var response = await tool.PostAsync("responses", body);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        await Eventually.TrueAsync(
            async () =>
            {
                if (!javaScript)
                    await page.GetByRole(AriaRole.Link, new() { Name = "Look again" }).ClickAsync();
                return await TextAsync(page, "#listening-state") == "Codex CLI is connected.";
            },
            "the page to say that the tool is connected"
        );
        Assert.InRange(clicks, 1, MaxClicks);
        await page.Context.CloseAsync();
    }

    private async Task ClickAsync(ILocator what)
    {
        clicks++;
        await what.ClickAsync();
    }

    private static ILocator Button(IPage page, string name) => page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });

    private static async Task<string> TextAsync(IPage page, string selector) => (await page.Locator(selector).InnerTextAsync()).Trim();
}
