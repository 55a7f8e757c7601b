using System.Net;
using Microsoft.Playwright;
using Platform.Contracts;
using Platform.Tests.Fixture.Browser;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Platform.Tests.Stories.Pages;

/// <summary>A person who has never been here, with a browser and a tool.</summary>
[Collection(PlatformCollection.Name)]
public sealed class BrowserStory(PlatformFixture platform, Chromium chromium) : IClassFixture<Chromium>
{
    private static readonly PageGetByRoleOptions SignOut = new() { Name = "Sign out", Exact = true };

    private static async Task<string> RegisterAsync(IPage page)
    {
        var email = $"browser-{Guid.CreateVersion7():N}@example.com";
        await page.GotoAsync("/");
        await page.GetByRole(AriaRole.Navigation).GetByRole(AriaRole.Link, new() { Name = "Register" }).ClickAsync();
        await page.GetByLabel("E-mail address").FillAsync(email);
        await page.GetByLabel("Password").FillAsync(Person.Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Create account" }).ClickAsync();
        await Expect(page.Locator("#signed-in-as")).ToHaveTextAsync(email);
        return email;
    }

    private static async Task<string> CreateKeyAsync(IPage page, string name)
    {
        await page.GotoAsync("/tokens");
        await page.GetByRole(AriaRole.Link, new() { Name = "Create API key" }).First.ClickAsync();
        await page.GetByLabel("Name", new() { Exact = true }).FillAsync(name);
        await page.GetByRole(AriaRole.Button, new() { Name = "Create key" }).ClickAsync();
        return (await page.Locator("#api-key").InnerTextAsync()).Trim();
    }

    private static async Task<long> AmountAsync(ILocator amount) =>
        long.Parse((await amount.GetAttributeAsync("value"))!, System.Globalization.CultureInfo.InvariantCulture);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task From_registering_to_the_line_that_says_what_it_cost(bool javaScript)
    {
        var page = await chromium.OpenAsync(platform, javaScript);
        await RegisterAsync(page);

        await page.GotoAsync("/credit");
        await page.GetByRole(AriaRole.Button, new() { Name = "Buy Starter" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Pay", Exact = true }).ClickAsync();
        await Expect(page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("/credit"));
        await Expect(page.Locator("#available").First).ToContainTextAsync("$5.00");

        var secret = await CreateKeyAsync(page, "my tool");
        Assert.NotNull(ApiKey.Parse(secret));
        Assert.Equal(platform.BaseUrl.ToString(), (await page.Locator("#base-url").InnerTextAsync()).Trim());
        var model = (await page.Locator("#model-name").InnerTextAsync()).Trim();
        await ExpectSeenOnlyOnceAsync(page, secret);

        // The three things go into a tool.
        using var response = await platform.Gateway(secret).ChatAsync(Chat.Body(model, stream: true));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Contains("[DONE]", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);

        var line = page.Locator("#usage-log tbody tr");
        await Eventually.TrueAsync(
            async () =>
            {
                await page.GotoAsync("/usage");
                return await line.CountAsync() == 1;
            },
            "the usage line to appear"
        );
        await Expect(line).ToContainTextAsync(model);
        await Expect(line).ToContainTextAsync("Completed");
        var cost = await AmountAsync(line.Locator("data"));
        Assert.True(cost > 0);

        await line.GetByRole(AriaRole.Link).First.ClickAsync();
        await Expect(page.Locator("#request-id")).ToContainTextAsync(response.RequestId());
        Assert.Equal(cost, await AmountAsync(page.Locator("#charged")));

        await page.GotoAsync("/account");
        Assert.Equal(Money.FromUsd(5).NanoUsd - cost, await AmountAsync(page.Locator("#available")));
        await page.Context.CloseAsync();
    }

    /// <summary>No page, address or cookie of this browser holds the secret once its own page is left.</summary>
    private static async Task ExpectSeenOnlyOnceAsync(IPage page, string secret)
    {
        Assert.DoesNotContain(secret, page.Url, StringComparison.Ordinal);
        foreach (var path in (string[])["/tokens", "/tokens/new", "/account"])
        {
            await page.GotoAsync(path);
            Assert.DoesNotContain(secret, await page.ContentAsync(), StringComparison.Ordinal);
        }

        Assert.DoesNotContain(await page.Context.CookiesAsync(), cookie => cookie.Value.Contains(secret, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Signing_out_everywhere_ends_the_other_browser_too()
    {
        var (here, there) = (await chromium.OpenAsync(platform), await chromium.OpenAsync(platform));
        var email = await RegisterAsync(here);
        await there.GotoAsync("/sign-in");
        await there.SignInAsync(email, Person.Password);
        await Expect(there.GetByRole(AriaRole.Button, SignOut)).ToBeVisibleAsync();

        await here.GotoAsync("/settings");
        await here.GetByRole(AriaRole.Button, new() { Name = "Sign out everywhere" }).ClickAsync();
        await there.GotoAsync("/tokens");
        await Expect(there).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("/sign-in"));
        await Expect(there.Locator("#reason")).ToBeVisibleAsync();
        await here.Context.CloseAsync();
        await there.Context.CloseAsync();
    }

    [Fact]
    public async Task Sign_in_survives_a_restart_of_the_dashboard()
    {
        var page = await chromium.OpenAsync(platform);
        await RegisterAsync(page);
        await platform.RestartAsync("dashboard");
        await page.GotoAsync("/account");
        await Expect(page.GetByRole(AriaRole.Button, SignOut)).ToBeVisibleAsync();
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task Mistakes_in_a_form_are_shown_at_their_field()
    {
        var page = await chromium.OpenAsync(platform);
        await page.GotoAsync("/register");
        await page.GetByLabel("E-mail address").FillAsync("somebody@example.com");
        await page.GetByLabel("Password").FillAsync("short");
        await page.GetByRole(AriaRole.Button, new() { Name = "Create account" }).ClickAsync();
        await Expect(page.Locator("#error-summary")).ToBeVisibleAsync();
        await Expect(page.Locator("#Password-error")).ToContainTextAsync("10");
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task A_form_without_its_anti_forgery_token_is_refused()
    {
        using var browser = new HttpClient { BaseAddress = platform.DashboardAddress };
        using var form = new FormUrlEncodedContent([new("Email", "a@example.com"), new("Password", Person.Password)]);
        Assert.Equal(HttpStatusCode.BadRequest, (await browser.PostAsync("/register", form)).StatusCode);
    }

    [Fact]
    public async Task Every_error_code_has_its_place_to_be_explained()
    {
        var page = await chromium.OpenAsync(platform);
        await page.GotoAsync("/errors");
        foreach (var code in (string[])["invalid_api_key", "unknown_url", "model_not_found", "insufficient_quota"])
            await Expect(page.Locator($"#{code}")).ToBeVisibleAsync();
        await page.Context.CloseAsync();
    }
}
