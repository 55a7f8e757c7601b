using Microsoft.Playwright;
using Platform.Tests.Fixture.Browser;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Platform.Tests.Clients;

/// <summary>
/// The page that waits for a tool, with the tool itself: what it really sends when one of its three settings is wrong is shown as that.
/// </summary>
public sealed class ConnectStories(SharedPlatform shared, Chromium chromium) : IClassFixture<SharedPlatform>, IClassFixture<Chromium>
{
    [ClientTheory]
    [InlineData("codex", "Codex CLI", "does not begin with /v1")]
    [InlineData("claude-code", "Claude Code", "has /v1 twice")]
    public async Task Each_mistake_of_a_real_tool_is_shown_and_then_that_it_works(string id, string name, string wrongBaseUrl)
    {
        Client client = id == "codex" ? new Codex() : new ClaudeCode();
        await using var trial = await Trial.BeginAsync(shared.Platform, client);
        var page = await OpenAsync(trial, id);
        var (state, seen) = (page.Locator("#listening-state"), page.Locator("#sightings"));
        await Expect(state).ToHaveTextAsync($"Waiting for {name}…");

        await trial.AskAsync(Models.Of(client.Speaks), wrongBaseUrl: true);
        await Expect(seen).ToContainTextAsync(wrongBaseUrl);
        await Expect(seen).ToContainTextAsync($" to {shared.Platform.BaseUrl.ToString()[..^"/v1".Length]}");
        await trial.AskAsync(Models.Unknown);
        await Expect(seen).ToContainTextAsync($"and asked for {Models.Unknown}");
        await trial.AskAsync(Models.Of(client.Speaks), key: Mistyped(trial.Key.Secret));
        await Expect(seen).ToContainTextAsync("API key: ");
        await Expect(state).ToContainTextAsync("something is to be changed");
        Assert.All(
            await seen.Locator("[data-part=what]").AllInnerTextsAsync(),
            what => Assert.StartsWith(name, what, StringComparison.Ordinal)
        );

        await trial.AskAsync(Models.Of(client.Speaks));
        await Expect(state).ToHaveTextAsync($"{name} is connected.");
        await page.Context.CloseAsync();
    }

    private static string Mistyped(string secret) => secret[..^1] + (secret[^1] == 'a' ? 'b' : 'a');

    private async Task<IPage> OpenAsync(Trial trial, string tool)
    {
        var context = await chromium.Browser.NewContextAsync(
            new BrowserNewContextOptions { BaseURL = shared.Platform.DashboardAddress.ToString() }
        );
        var page = await context.NewPageAsync();
        await page.GotoAsync("/sign-in?returnUrl=" + Uri.EscapeDataString($"/connect/{tool}?key={trial.Key.Key.Id}"));
        await page.GetByLabel("E-mail address").FillAsync(trial.Person.Email);
        await page.GetByLabel("Password").FillAsync(Person.Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        return page;
    }
}
