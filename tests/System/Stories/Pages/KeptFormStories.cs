using Microsoft.Playwright;
using Platform.Tests.Fixture.Browser;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Platform.Tests.Stories.Pages;

/// <summary>A session ends while somebody fills in a form.</summary>
[Collection(PlatformCollection.Name)]
public sealed class KeptFormStories(PlatformFixture platform, Chromium chromium) : IClassFixture<Chromium>
{
    [Fact]
    public async Task The_form_is_there_again_after_signing_in_and_nothing_was_sent()
    {
        var person = await Person.RegisterAsync(platform, pack: null);
        var page = await EndedAsync(person);
        await SignInAsync(page, person);
        await Expect(page.Locator("#notice")).ToContainTextAsync("This is the form as you filled it in");
        await Expect(page.GetByLabel("Name", new() { Exact = true })).ToHaveValueAsync("Cursor at home");
        await Expect(page.GetByLabel("Spend limit in US dollars")).ToHaveValueAsync("12.50");
        await Expect(page.GetByLabel("Expires on")).ToHaveValueAsync("2099-04-03");
        await Expect(page.GetByLabel("fake-echo", new() { Exact = true })).ToBeCheckedAsync();
        await page.GotoAsync("/tokens");
        await Expect(page.Locator("#keys")).ToHaveCountAsync(0);
        // It comes back once.
        await page.GotoAsync("/tokens/new");
        await Expect(page.GetByLabel("Name", new() { Exact = true })).ToHaveValueAsync("");
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task Somebody_else_who_signs_in_does_not_see_the_form()
    {
        var page = await EndedAsync(await Person.RegisterAsync(platform, pack: null));
        await SignInAsync(page, await Person.RegisterAsync(platform, pack: null));
        await Expect(page.GetByLabel("Name", new() { Exact = true })).ToHaveValueAsync("");
        await Expect(page.Locator("#notice")).ToHaveCountAsync(0);
        await page.Context.CloseAsync();
    }

    /// <summary>At the sign-in page, after sending a form whose session had ended elsewhere.</summary>
    private async Task<IPage> EndedAsync(Person person)
    {
        var page = await chromium.OpenAsync(platform, javaScript: false);
        await page.GotoAsync("/sign-in?returnUrl=/tokens/new");
        await SignInAsync(page, person);
        await page.GetByLabel("Name", new() { Exact = true }).FillAsync("Cursor at home");
        await Expect(page.GetByLabel("Spend limit in US dollars")).ToBeHiddenAsync();
        await page.GetByText("Limits: expiry").ClickAsync();
        await page.GetByLabel("Spend limit in US dollars").FillAsync("12.50");
        await page.GetByLabel("Expires on").FillAsync("2099-04-03");
        await page.GetByText("Only some models").ClickAsync();
        await page.GetByLabel("fake-echo", new() { Exact = true }).CheckAsync();
        using (await person.SendAsync(HttpMethod.Delete, "/sessions")) { }
        await page.GetByRole(AriaRole.Button, new() { Name = "Create key" }).ClickAsync();
        await Expect(page.Locator("#reason")).ToContainTextAsync("Your session has ended.");
        return page;
    }

    private static async Task SignInAsync(IPage page, Person person)
    {
        await page.SignInAsync(person.Email, Person.Password);
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Create API key" })).ToBeVisibleAsync();
    }
}
