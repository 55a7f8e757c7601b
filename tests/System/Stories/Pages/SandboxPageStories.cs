using Microsoft.Playwright;
using Platform.Contracts;
using Platform.Tests.Fixture.Browser;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Platform.Tests.Stories.Pages;

/// <summary>
/// The sandbox's payment page, pressed by a person in a browser. How it looks when paid at once is in <see cref="BrowserStory"/>.
/// </summary>
[Collection(PlatformCollection.Name)]
public sealed class SandboxPageStories(PlatformFixture platform, Chromium chromium) : IClassFixture<Chromium>
{
    private async Task<(IPage Page, Payer Payer)> SignedInAsync()
    {
        var payer = await Payer.RegisterAsync(platform);
        return (await chromium.SignInAsync(platform, payer.Person, javaScript: false), payer);
    }

    private async Task<(IPage Page, Payer Payer)> PressedAsync(string button)
    {
        var (page, payer) = await SignedInAsync();
        await page.GotoAsync("/credit");
        await page.GetByRole(AriaRole.Button, new() { Name = "Buy Starter" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = button, Exact = true }).ClickAsync();
        await Expect(page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("/credit(\\?checkout=|$)"));
        return (page, payer);
    }

    [Fact]
    public async Task Declined_says_so_and_buys_nothing()
    {
        var (page, payer) = await PressedAsync("Decline");
        await Expect(page.Locator("#checkout")).ToContainTextAsync("The payment was declined. Nothing was bought.");
        await Expect(page.Locator("#available")).ToContainTextAsync("$0.00");
        Assert.Empty(await payer.LedgerAsync());
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task Paid_late_waits_and_then_shows_the_credit_by_itself()
    {
        var (page, _) = await PressedAsync("Pay late");
        await Expect(page.Locator("#checkout")).ToHaveAttributeAsync("data-status", "Pending");
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "Look again" })).ToBeVisibleAsync();
        await Expect(page.Locator("#checkout")).ToHaveAttributeAsync("data-status", "Paid", new() { Timeout = 20_000 });
        await Expect(page.Locator("#available")).ToContainTextAsync("$5.00");
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task Paid_twice_is_paid_once()
    {
        var (page, payer) = await PressedAsync("Pay twice");
        await Expect(page.Locator("#checkout")).ToContainTextAsync("Paid. $5.00 of credit was added");
        await Expect(page.Locator("#available")).ToContainTextAsync("$5.00");
        await Expect(page.Locator("#payments tbody tr")).ToHaveCountAsync(1);
        await Expect(page.Locator("#transactions tbody tr")).ToHaveCountAsync(1);
        Assert.Equal([("purchase", Money.FromUsd(5))], await payer.LedgerAsync());
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task Only_its_owner_sees_the_payment_page_and_what_is_decided_has_no_buttons()
    {
        var (page, payer) = await SignedInAsync();
        var foreign = await (await Payer.RegisterAsync(platform)).StartAsync();
        Assert.Equal(404, (await page.GotoAsync($"/sandbox-checkout/{foreign.CheckoutId}"))!.Status);
        await page.GotoAsync($"/credit?checkout={foreign.CheckoutId}");
        await Expect(page.Locator("#checkout")).ToHaveCountAsync(0);

        var own = (await payer.StartAsync()).CheckoutId;
        await page.GotoAsync($"/sandbox-checkout/{own}");
        await Expect(page.GetByRole(AriaRole.Button)).ToHaveCountAsync(4);
        (
            await payer.SendWebhookAsync(new SandboxWebhook($"evt_{own:N}", PaymentEventKind.Declined, own, Money.Zero))
        ).EnsureSuccessStatusCode();
        await page.GotoAsync($"/sandbox-checkout/{own}");
        await Expect(page.GetByRole(AriaRole.Button)).ToHaveCountAsync(0);
        await page.Context.CloseAsync();
    }
}
