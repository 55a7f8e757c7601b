using System.Net;
using Microsoft.Playwright;
using Platform.Contracts;
using Platform.Tests.Fixture.Browser;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Platform.Tests.Stories.Pages;

/// <summary>The site calls on behalf of a key: with its limits, billed and logged like any call, and nobody else can.</summary>
[Collection(PlatformCollection.Name)]
public sealed class PlaygroundStories(PlatformFixture platform, Chromium chromium) : IClassFixture<Chromium>
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_message_is_quoted_sent_answered_and_billed(bool javaScript)
    {
        var person = await Person.RegisterAsync(platform);
        var key = await person.CreateKeyAsync(new("desk"));
        var page = await chromium.SignInAsync(platform, person, javaScript);
        await page.GotoAsync("/playground?model=fake-echo");
        await page.GetByLabel("Message").FillAsync("Say pineapple");
        if (!javaScript)
            await page.GetByRole(AriaRole.Button, new() { Name = "Show the price first" }).ClickAsync();
        await Expect(page.Locator("#quote")).ToContainTextAsync("At most");
        await page.GetByRole(AriaRole.Button, new() { Name = "Send", Exact = true }).ClickAsync();
        await Expect(page.Locator("#answer-receipt a")).ToBeVisibleAsync();
        await Expect(page.Locator("#answer")).Not.ToBeEmptyAsync();
        var record = Assert.Single(await person.UsageAsync(1));
        Assert.Equal((key.Key.Id, "fake-echo", javaScript), (record.KeyId, record.Model, record.Streamed));
        Assert.Equal(("Playground", Outcome.Completed), (record.Client, record.Outcome));
        await page.Locator("#answer-receipt a").ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Ask again in the playground" }).ClickAsync();
        await Expect(page.GetByLabel("Model", new() { Exact = true })).ToHaveValueAsync("fake-echo");
        Assert.DoesNotContain(key.Secret, await page.ContentAsync(), StringComparison.Ordinal);
        await page.Context.CloseAsync();
        await platform.ExpectSettledAsync(person);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_tool_that_the_model_wants_called_is_shown_with_its_arguments_and_a_wrong_list_is_refused(bool javaScript)
    {
        var person = await Person.RegisterAsync(platform);
        await person.CreateKeyAsync();
        var page = await chromium.SignInAsync(platform, person, javaScript);
        await page.GotoAsync("/playground?model=fake-echo");
        await page.GetByText("Instructions, tools, limit").ClickAsync();
        await page.GetByLabel("Tools").FillAsync("not a list");
        await page.GetByRole(AriaRole.Button, new() { Name = javaScript ? "Send" : "Show the price first", Exact = true }).ClickAsync();
        await Expect(page.Locator("main")).ToContainTextAsync("Tools must be a JSON list");

        await page.GetByLabel("Tools").FillAsync("""[{"type":"function","function":{"name":"weather","parameters":{"type":"object"}}}]""");
        await page.GetByLabel("Message").FillAsync("How is the weather?");
        await page.GetByRole(AriaRole.Button, new() { Name = "Send", Exact = true }).ClickAsync();
        await Expect(page.Locator("#calls code")).ToContainTextAsync("weather({");
        await Expect(page.Locator("#answer-receipt a")).ToBeVisibleAsync();
        await person.UsageAsync(1);
        await page.Context.CloseAsync();
        await platform.ExpectSettledAsync(person);
    }

    [Fact]
    public async Task Every_limit_of_the_key_holds_here_too_and_the_price_says_so_before()
    {
        var person = await Person.RegisterAsync(platform);
        var (poor, narrow, slow) = (
            await person.CreateKeyAsync(new("poor", SpendLimit: new Money(1))),
            await person.CreateKeyAsync(new("narrow", Models: ["gpt-4o-mini"])),
            await person.CreateKeyAsync(new("slow", RequestsPerMinute: 1))
        );
        using var visitor = await PageVisitor.SignInAsync(platform, person);
        foreach (
            var (key, handler, words) in ((KeyCreated, string, string)[])
                [
                    (poor, "Quote", "This API key has a spend limit of "),
                    (poor, "Send", "This API key has a spend limit of "),
                    (narrow, "Send", "your API key 'narrow' may not call it."),
                    (slow, "Send", ">What it cost, and why<"),
                    (slow, "Send", "and has sent more. Wait "),
                ]
        )
        {
            using var answer = await visitor.SendFormAsync(
                "/playground",
                request => request.RequestUri = new Uri($"/playground?handler={handler}", UriKind.Relative),
                ("Key", key.Key.Id),
                ("model", "fake-echo"),
                ("Message", "Hi")
            );
            Assert.Contains(words, await PageVisitor.TextAsync(answer), StringComparison.Ordinal);
        }

        Assert.Equal(slow.Key.Id, Assert.Single(await person.UsageAsync(1)).KeyId);
        await platform.ExpectSettledAsync(person);
    }

    [Fact]
    public async Task The_headers_of_the_site_mean_nothing_without_its_credential_and_no_key_of_another_can_be_chosen()
    {
        var (person, other) = (await Person.RegisterAsync(platform), await Person.RegisterAsync(platform));
        var (own, theirs) = (await person.CreateKeyAsync(), await other.CreateKeyAsync());
        using var outside = new HttpClient { BaseAddress = platform.Gateway(own.Secret).BaseAddress };
        foreach (var token in new[] { null, "", new string('x', 32) })
        {
            using var request = Chat.Request(Chat.Body("fake-echo"));
            if (token is not null)
                request.Headers.TryAddWithoutValidation(ServiceHeaders.ServiceToken, token);
            request.Headers.TryAddWithoutValidation(ServiceHeaders.OnBehalfOfKey, own.Key.Id);
            using var response = await outside.SendAsync(request);
            Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
            Assert.Contains("No API key was sent.", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }

        using var used = await person.SendAsync(HttpMethod.Post, $"/keys/{theirs.Key.Id}/use");
        Assert.Equal(HttpStatusCode.NotFound, used.StatusCode);
        using var visitor = await PageVisitor.SignInAsync(platform, person);
        using var sent = await visitor.SendFormAsync(
            "/playground",
            request => request.RequestUri = new Uri("/playground?handler=Send", UriKind.Relative),
            ("Key", theirs.Key.Id),
            ("model", "fake-echo"),
            ("Message", "Hi")
        );
        Assert.Contains("Choose one of your keys that works.", await PageVisitor.TextAsync(sent), StringComparison.Ordinal);
        await platform.ExpectSettledAsync(person, other);
    }
}
