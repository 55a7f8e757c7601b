using Microsoft.Playwright;
using Platform.Contracts;
using Platform.Tests.Fixture.Browser;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Platform.Tests.Stories.Pages;

/// <summary>What an account is told about itself, from its first minute on.</summary>
[Collection(PlatformCollection.Name)]
public sealed class OverviewStories(PlatformFixture platform, Chromium chromium) : IClassFixture<Chromium>
{
    [Fact]
    public async Task The_first_steps_tick_themselves_lead_on_and_go_away()
    {
        var person = await Person.RegisterAsync(platform, pack: null);
        var page = await chromium.SignInAsync(platform, person);
        await Expect(page.Locator("#first-steps-card .status")).ToHaveTextAsync(["To do", "To do", "To do"]);

        await page.GotoAsync("/credit");
        await page.GetByRole(AriaRole.Button, new() { Name = "Buy Starter" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Pay", Exact = true }).ClickAsync();
        await page.Locator("#next-step").GetByRole(AriaRole.Link, new() { Name = "or only create an API key" }).ClickAsync();
        await Expect(page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("/tokens/new$"));
        var key = await person.CreateKeyAsync(new CreateKeyRequest("one"));
        await page.GotoAsync("/account");
        await Expect(page.Locator("#first-steps-card .status")).ToHaveTextAsync(["Done", "Done", "To do"]);

        using (await platform.Gateway(key.Secret).ChatAsync(Chat.Body("fake-500"))) { }
        using (await platform.Gateway(key.Secret).ChatAsync(Chat.Body())) { }
        await person.UsageAsync(2);
        await page.GotoAsync("/account");
        await Expect(page.Locator("#first-steps-card")).ToHaveCountAsync(0);
        await Expect(page.Locator("#last-log tbody tr")).ToHaveCountAsync(2);
        await Expect(page.Locator(".spark g")).ToHaveCountAsync(7);
        var charged = (await person.UsageAsync(2)).Aggregate(Money.Zero, (sum, record) => sum + record.Charge);
        await Expect(page.Locator("#spent-today"))
            .ToHaveAttributeAsync("value", charged.NanoUsd.ToString(System.Globalization.CultureInfo.InvariantCulture));
        await Expect(page.Locator("#findings")).ToContainTextAsync("1 request of the last day failed with ");
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task Before_a_key_is_deleted_its_last_use_is_told_and_a_rotation_overlaps_by_a_day()
    {
        var person = await Person.RegisterAsync(platform);
        var (used, fresh) = (await person.CreateKeyAsync(new("used")), await person.CreateKeyAsync(new("fresh")));
        using var client = platform.Gateway(used.Secret);
        client.DefaultRequestHeaders.UserAgent.ParseAdd("codex_cli_rs/0.42");
        using (await client.ChatAsync(Chat.Body())) { }
        await person.UsageAsync(1);
        var page = await chromium.SignInAsync(platform, person);
        await Eventually.TrueAsync(
            async () =>
            {
                await page.GotoAsync($"/tokens/{used.Key.Id}/delete");
                return (await page.Locator("#last-used").InnerTextAsync()).Contains("Last used", StringComparison.Ordinal);
            },
            "the use of the key to be noted"
        );
        await Expect(page.Locator("#last-used")).ToContainTextAsync("less than a minute ago by Codex CLI.");
        await page.GotoAsync($"/tokens/{fresh.Key.Id}/delete");
        await Expect(page.Locator("#last-used")).ToHaveTextAsync("It was never used.");
        await page.GotoAsync($"/tokens/{fresh.Key.Id}/rotate");
        await Expect(page.GetByLabel("in 24 hours")).ToBeCheckedAsync();
        await page.Context.CloseAsync();
    }
}
