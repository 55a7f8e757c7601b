using System.Net;
using Microsoft.Playwright;
using Platform.Tests.Fixture.Browser;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Platform.Tests.Stories.Pages;

/// <summary>
/// Somebody who has only a keyboard, from the start page to a receipt and to more credit: each control is reached by Tab in few steps, shows
/// that it has the focus, and does by Enter what it says. The first answer takes no more acts than with a mouse.
/// </summary>
[Collection(PlatformCollection.Name)]
public sealed class KeyboardStories(PlatformFixture platform, Chromium chromium) : IClassFixture<Chromium>
{
    private const int MaxTabs = 25;
    private const int MaxActs = 6;

    private const string HasFocus = "element => element === document.activeElement";
    private const string ShowsFocus =
        "element => { const style = getComputedStyle(element); return style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2; }";

    /// <summary>Each opens a page or sends a form.</summary>
    private int acts;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_keyboard_is_enough(bool javaScript)
    {
        var page = await chromium.OpenAsync(platform, javaScript);
        await page.GotoAsync("/");
        await EnterAsync(page, Link(page, "Register"));
        await Expect(page.GetByLabel("E-mail address")).ToBeFocusedAsync();
        await page.Keyboard.TypeAsync($"keyboard-{Guid.CreateVersion7():N}@example.com");
        await ReachAsync(page, page.GetByLabel("Password"));
        await page.Keyboard.TypeAsync(Person.Password);
        await PressEnterAsync(page);

        await EnterAsync(page, Button(page, "Buy Starter"));
        await EnterAsync(page, Button(page, "Pay"));
        await EnterAsync(page, page.Locator("#next-step").GetByRole(AriaRole.Link, new() { Name = "Codex CLI" }));
        await EnterAsync(page, Button(page, "Make a key and go on"));
        Assert.InRange(acts, 1, MaxActs);
        await CallAsync(page);
        await Eventually.TrueAsync(
            async () =>
            {
                if (!javaScript)
                    await EnterAsync(page, Link(page, "Look again"));
                return await TextAsync(page, "#listening-state") == "Codex CLI is connected.";
            },
            "the page to say that the tool is connected"
        );

        await EnterAsync(page, Link(page, "Receipt"));
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Receipt" })).ToBeVisibleAsync();
        await EnterAsync(page, page.GetByRole(AriaRole.Navigation).GetByRole(AriaRole.Link, new() { Name = "Credit", Exact = true }));
        await EnterAsync(page, Button(page, "Buy Starter"));
        await EnterAsync(page, Button(page, "Pay"));
        await Expect(page.Locator("#checkout")).ToContainTextAsync("Paid.");
        await page.Context.CloseAsync();
    }

    /// <summary>The tool: what the page shows is all that it is given.</summary>
    private static async Task CallAsync(IPage page)
    {
        using var tool = new HttpClient { BaseAddress = new Uri(await TextAsync(page, "#base-url") + "/") };
        tool.DefaultRequestHeaders.Authorization = new("Bearer", await TextAsync(page, "#api-key"));
        var text = $$"""{"model":"{{await TextAsync(page, "#model-name")}}","input":"Hi"}""";
        using var body = new StringContent(text, System.Text.Encoding.UTF8, "application/json");
        using var response = await tool.PostAsync("responses", body);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    private async Task EnterAsync(IPage page, ILocator what)
    {
        await ReachAsync(page, what.First);
        await PressEnterAsync(page);
    }

    private async Task PressEnterAsync(IPage page)
    {
        acts++;
        await page.Keyboard.PressAsync("Enter");
    }

    private static async Task ReachAsync(IPage page, ILocator what)
    {
        await Expect(what).ToBeVisibleAsync();
        for (var tabs = 0; !await what.EvaluateAsync<bool>(HasFocus); tabs++)
        {
            Assert.True(tabs < MaxTabs, $"{what} is not reached by {MaxTabs} Tabs on {page.Url}");
            await page.Keyboard.PressAsync("Tab");
        }

        Assert.True(await what.EvaluateAsync<bool>(ShowsFocus), $"{what} does not show that it has the focus on {page.Url}");
    }

    private static ILocator Button(IPage page, string name) => page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });

    private static ILocator Link(IPage page, string name) => page.GetByRole(AriaRole.Link, new() { Name = name, Exact = true });

    private static async Task<string> TextAsync(IPage page, string selector) => (await page.Locator(selector).InnerTextAsync()).Trim();
}
