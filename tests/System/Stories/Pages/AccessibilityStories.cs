using System.Net;
using System.Text.RegularExpressions;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using Platform.Contracts;
using Platform.Tests.Fixture.Browser;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Platform.Tests.Stories.Pages;

/// <summary>
/// Somebody follows every link there is, with axe looking at every page. Pages behind a button are pressed for. <c>SCREENSHOTS=folder</c>
/// looks in every way there is, and keeps the pictures.
/// </summary>
[Collection(PlatformCollection.Name)]
public sealed partial class AccessibilityStories(PlatformFixture platform, Chromium chromium) : IClassFixture<Chromium>
{
    private const string Scriptless = "no-scripts";

    private static readonly string[] Alike = ["/errors/", "/guides/", "/models/", "/usage/", "/tokens/"];

    private readonly List<string> violations = [];
    private readonly HashSet<string> walked = [];

    [Fact]
    public async Task No_page_has_anything_that_axe_objects_to()
    {
        var page = await OpenAsync();
        await VisitAsync(page);
        await UseAsync(page);
        await page.Context.CloseAsync();
        if (Accessibility.KeepsPictures)
            await ShowHistoryAsync();
        Assert.True(violations.Count == 0, string.Join(Environment.NewLine, violations));
    }

    [Fact]
    public async Task Without_scripts_a_person_signs_in_pays_and_reads_on_pages_that_axe_objects_to_as_little()
    {
        var person = await Person.RegisterAsync(platform);
        var key = await person.CreateKeyAsync();
        using var response = await platform.Gateway(key.Secret).ChatAsync(Chat.Body());
        await person.UsageAsync(1);
        using var refused = await platform.Gateway(key.Secret).ChatAsync(Chat.Body("no-such-model"));
        await person.RefusedAsync(refused.RequestId());
        var page = await OpenAsync(javaScript: false);
        await page.GotoAsync("/sign-in");
        await LookWithoutScriptsAsync(page);
        await page.SignInAsync(person.Email, Person.Password);
        await page.GotoAsync("/tokens/new");
        await page.GetByLabel("Name", new() { Exact = true }).FillAsync("no scripts");
        await page.GetByRole(AriaRole.Button, new() { Name = "Create key", Exact = true }).ClickAsync();
        await Expect(page.Locator(".secret")).ToBeVisibleAsync();
        await LookWithoutScriptsAsync(page);
        await page.GotoAsync("/credit");
        await page.GetByRole(AriaRole.Button, new() { Name = "Buy Starter", Exact = true }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Pay", Exact = true }).ClickAsync();
        await Expect(page.Locator(".notice")).ToContainTextAsync("Paid. $5.00 of credit was added to your account.");
        await LookWithoutScriptsAsync(page);
        foreach (
            var path in (string[])
                [
                    "/tokens",
                    "/usage",
                    $"/usage/{response.RequestId()}",
                    $"/usage/{refused.RequestId()}",
                    "/connect/codex",
                    $"/connect/codex?key={key.Key.Id}&since=0",
                ]
        )
        {
            Assert.Equal(200, (await page.GotoAsync(path))!.Status);
            await LookWithoutScriptsAsync(page);
        }

        await page.Context.CloseAsync();
        Assert.True(violations.Count == 0, string.Join(Environment.NewLine, violations));
    }

    /// <summary>The dashboard is started with addresses at which nobody listens, or with one of a service that knows no such request.</summary>
    [Theory]
    [InlineData("usage", false, 503, "We will be right back")]
    [InlineData("accounts", false, 503, "We will be right back")]
    [InlineData("usage", true, 500, "Something went wrong")]
    public async Task A_page_that_cannot_be_shown_says_so_and_axe_objects_to_nothing(string service, bool answers, int status, string words)
    {
        var person = await Person.RegisterAsync(platform);
        var page = await chromium.SignInAsync(platform, person);
        var address = answers ? platform.Accounts.BaseAddress!.ToString() : "http://127.0.0.1:9";
        var restore = await platform.RestartWithAsync("dashboard", ($"services__{service}__http__0", address));
        try
        {
            var response = await page.GotoAsync("/account");
            Assert.Equal(status, response!.Status);
            await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync(words);
            await LookAsync(page, $"failed-{status}-{service}");
        }
        finally
        {
            await restore();
        }

        await page.Context.CloseAsync();
        Assert.True(violations.Count == 0, string.Join(Environment.NewLine, violations));
    }

    private async Task VisitAsync(IPage page)
    {
        await page.GotoAsync("/register");
        await PressAsync(page, "Create account");
        await page.GotoAsync("/no-such-page");
        await LookAsync(page);
        await WalkAsync(
            page,
            "/",
            "/sign-in",
            "/register",
            "/forgot-password",
            "/models",
            "/pricing",
            "/status",
            "/terms",
            "/docs",
            "/docs/api",
            "/guides",
            "/guides/cursor",
            "/errors",
            "/errors/invalid_api_key"
        );
    }

    private async Task UseAsync(IPage page)
    {
        var person = await Person.RegisterAsync(platform);
        var key = await person.CreateKeyAsync();
        using var response = await platform.Gateway(key.Secret).ChatAsync(Chat.Body());
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        await person.UsageAsync(1);
        using var refused = await platform.Gateway(key.Secret).ChatAsync(Chat.Body("no-such-model"));
        await person.RefusedAsync(refused.RequestId());
        await page.GotoAsync("/sign-in?returnUrl=/credit");
        await page.SignInAsync(person.Email, Person.Password);
        await PressAsync(page, "Buy Starter");
        await PressAsync(page, "Pay");
        await page.GotoAsync("/tokens/new");
        await PressAsync(page, "Create key");
        await page.GetByLabel("Name", new() { Exact = true }).FillAsync("axe");
        await PressAsync(page, "Create key");
        await page.GotoAsync($"/connect/codex?key={key.Key.Id}&since=0");
        await LookAsync(page);
        await page.GotoAsync("/usage?by=model&show=Tokens");
        await LookAsync(page);
        var (one, receipt) = ($"/tokens/{key.Key.Id}", $"/usage/{response.RequestId()}");
        await WalkAsync(
            page,
            "/account",
            "/credit",
            "/credit/transactions",
            "/settings",
            "/settings/sessions",
            "/settings/log",
            "/tokens",
            "/tokens/new",
            one,
            $"{one}/limits",
            "/tokens/revoke",
            "/settings/compromised",
            $"{one}/rotate",
            $"{one}/delete",
            "/usage",
            receipt,
            "/usage/refused",
            "/usage/sessions",
            "/connect",
            "/connect/codex",
            $"/usage/{refused.RequestId()}"
        );
    }

    /// <summary>The pages as they look after a fortnight.</summary>
    private async Task ShowHistoryAsync()
    {
        await platform.AskForHistoryAsync();
        var password = platform
            .App.Services.GetRequiredService<DistributedApplicationModel>()
            .Resources.OfType<ParameterResource>()
            .Single(parameter => parameter.Name == "demo-password");
        var page = await OpenAsync();
        await page.GotoAsync("/sign-in");
        await page.SignInAsync(DemoAccount.Email, (await password.GetValueAsync(default))!);
        await Eventually.TrueAsync(
            async () =>
            {
                await page.GotoAsync("/usage/sessions");
                return await page.Locator("table tbody tr").CountAsync() > 15;
            },
            "the history"
        );
        string[] filled = ["/account", "/usage", "/usage/sessions", "/usage/refused", "/tokens", "/credit", "/status"];
        walked.ExceptWith(filled);
        await WalkAsync(page, filled);
        foreach (var path in (string[])["/usage?by=model&show=Tokens", "/usage?outcome=Failed", "/models/claude-haiku-4-5", "/playground"])
        {
            await page.GotoAsync(path);
            await LookAsync(page);
        }

        await page.Context.CloseAsync();
    }

    private async Task<IPage> OpenAsync(bool javaScript = true)
    {
        var page = await chromium.OpenAsync(platform, javaScript);
        page.PageError += (_, error) => violations.Add($"{page.Url}: {error}");
        page.Console += (_, message) =>
        {
            if (message.Text.Contains("Content Security Policy", StringComparison.Ordinal))
                violations.Add($"{page.Url}: {message.Text}");
        };
        return page;
    }

    private async Task LookAsync(IPage page, string? state = null) => violations.AddRange(await page.ViolationsAsync(state));

    /// <summary>axe is a script: it looks at what a browser without scripts made of the page, in one that has scripts.</summary>
    private async Task LookWithoutScriptsAsync(IPage page)
    {
        var (address, made) = (page.Url, Scripts().Replace(await page.ContentAsync(), ""));
        var copy = await OpenAsync();
        await copy.RouteAsync(
            url => url == address,
            route => route.FulfillAsync(new() { ContentType = "text/html; charset=utf-8", Body = made })
        );
        await copy.GotoAsync(address);
        await LookAsync(copy, Scriptless);
        await copy.Context.CloseAsync();
    }

    /// <summary>Scripts, and the marks of what stands in their place.</summary>
    [GeneratedRegex("<script[^>]*></script>|</?noscript>")]
    private static partial Regex Scripts();

    private async Task PressAsync(IPage page, string button)
    {
        await page.GetByRole(AriaRole.Button, new() { Name = button, Exact = true }).ClickAsync();
        await LookAsync(page);
    }

    /// <summary>
    /// From the first of these pages to every other of ours that links lead to and that no walk was at before. The pages of error codes
    /// differ in a few words, as guides do, so that a few of them are enough.
    /// </summary>
    private async Task WalkAsync(IPage page, params string[] expected)
    {
        var met = new HashSet<string>(walked);
        var ahead = new Queue<string>([expected[0]]);
        while (ahead.TryDequeue(out var path))
        {
            if (!expected.Contains(path) && Array.Exists(Alike, root => HasEnoughOf(root, path)))
                continue;
            Assert.Equal(200, (await page.GotoAsync(path))!.Status);
            // Elsewhere is where one has to sign in first.
            if (new Uri(page.Url).AbsolutePath != path || !walked.Add(path))
                continue;
            await LookAsync(page);
            foreach (
                var link in await page.Locator("a[href]:not([download])")
                    .EvaluateAllAsync<string[]>("links => links.map(link => link.href)")
            )
                if (
                    new Uri(link) is var address
                    && address.Authority == platform.DashboardAddress.Authority
                    && !address.AbsolutePath.EndsWith(".md", StringComparison.Ordinal)
                    && !address.AbsolutePath.EndsWith(".txt", StringComparison.Ordinal)
                    && met.Add(address.AbsolutePath)
                )
                    ahead.Enqueue(address.AbsolutePath);
        }

        Assert.Superset(expected.ToHashSet(), walked);
    }

    private bool HasEnoughOf(string root, string path) =>
        path.StartsWith(root, StringComparison.Ordinal) && walked.Count(other => other.StartsWith(root, StringComparison.Ordinal)) >= 3;
}
