using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Platform.Tests.Fixture.Browser;

/// <summary>A browser at the dashboard, as nobody or as somebody.</summary>
internal static class BrowserPages
{
    private const float Timeout = 20_000;

    /// <summary>A page with cookies of its own. Its context is the story's to close.</summary>
    public static async Task<IPage> OpenAsync(this Chromium chromium, PlatformFixture platform, bool javaScript = true)
    {
        var context = await chromium.Browser.NewContextAsync(
            new() { BaseURL = platform.DashboardAddress.ToString(), JavaScriptEnabled = javaScript }
        );
        context.SetDefaultTimeout(Timeout);
        return await context.NewPageAsync();
    }

    public static async Task<IPage> SignInAsync(this Chromium chromium, PlatformFixture platform, Person person, bool javaScript = true)
    {
        var page = await chromium.OpenAsync(platform, javaScript);
        await page.GotoAsync("/sign-in");
        await page.SignInAsync(person.Email, Person.Password);
        return page;
    }

    /// <summary>Fills the form of the page that is open.</summary>
    public static async Task SignInAsync(this IPage page, string email, string password)
    {
        await page.GetByLabel("E-mail address").FillAsync(email);
        await page.GetByLabel("Password", new() { Exact = true }).FillAsync(password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await Expect(page.Locator("#signed-in-as")).ToHaveTextAsync(email);
    }
}
