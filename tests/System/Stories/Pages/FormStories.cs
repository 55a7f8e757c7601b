using System.Net;
using System.Net.Http.Json;
using Platform.Contracts;
using Xunit;

namespace Platform.Tests.Stories.Pages;

/// <summary>What people write into forms and addresses.</summary>
[Collection(PlatformCollection.Name)]
public sealed class FormStories(PlatformFixture platform)
{
    private const string Example = "Write US dollars in digits, with a point before the cents, like 5 or 12.50.";

    [Fact]
    public async Task Limits_and_days_with_two_readings_are_refused_with_an_example_and_make_no_key()
    {
        var person = await Person.RegisterAsync(platform, pack: null);
        using var visitor = await PageVisitor.SignInAsync(platform, person);
        foreach (
            var (limit, day, error) in ((string, string, string)[])
                [
                    ("12,50", "", $"12,50 has two readings: 12.50 and 1250. {Example}"),
                    ("1.000", "", $"1.000 has two readings: 1.000 and 1000. {Example}"),
                    ("1e3", "", Example),
                    ("0", "", "Write a limit above 0 and at most 1000000 US dollars, like 5 or 12.50."),
                    ("1000000.01", "", "Write a limit above 0 and at most 1000000 US dollars, like 5 or 12.50."),
                    ("", "03/04/2099", "Write a day as year-month-day, for example 2026-01-31."),
                ]
        )
        {
            using var refused = await visitor.SendFormAsync("/tokens/new", ("Name", "k"), ("SpendLimit", limit), ("ExpiresOn", day));
            Assert.Contains(error, await PageVisitor.TextAsync(refused), StringComparison.Ordinal);
        }

        Assert.Empty(await KeysAsync(person));

        using var created = await visitor.SendFormAsync(
            "/tokens/new",
            ("Name", "k"),
            ("SpendLimit", "$1,250.50"),
            ("ExpiresOn", "2099-04-03")
        );
        var key = Assert.Single(await KeysAsync(person));
        Assert.Equal((Money.FromUsd(1250.50m), new DateTimeOffset(2099, 4, 3, 23, 59, 59, TimeSpan.Zero)), (key.SpendLimit, key.ExpiresAt));
        using var unlimited = await visitor.SendFormAsync("/tokens/new", ("Name", "k"), ("SpendLimit", " "), ("ExpiresOn", ""));
        Assert.Contains(await KeysAsync(person), each => (each.SpendLimit, each.ExpiresAt) == (null, null));
    }

    [Fact]
    public async Task A_form_that_is_sent_again_makes_no_second_key_and_the_page_of_the_key_shows_it_once()
    {
        var person = await Person.RegisterAsync(platform, pack: null);
        using var visitor = await PageVisitor.SignInAsync(platform, person);
        var request = await RequestIdAsync(visitor, "/tokens/new");
        using var first = await visitor.SendFormAsync("/tokens/new", ("Name", "k"), ("RequestId", request));
        var shown = first.Headers.Location!.OriginalString;
        using var again = await visitor.SendFormAsync("/tokens/new", ("Name", "k"), ("RequestId", request));
        Assert.Equal("/tokens", again.Headers.Location!.OriginalString);
        using var told = await visitor.GetAsync("/tokens");
        Assert.Contains(
            "This key was already created, and its secret was shown once.",
            await PageVisitor.TextAsync(told),
            StringComparison.Ordinal
        );
        var key = Assert.Single(await KeysAsync(person));
        await ExpectShownOnceAsync(visitor, shown, key);

        var rotation = await RequestIdAsync(visitor, $"/tokens/{key.Id}/rotate");
        (string, string)[] form = [("GraceSeconds", "3600"), ("RequestId", rotation)];
        using var rotated = await visitor.SendFormAsync($"/tokens/{key.Id}/rotate", form);
        using var rotatedAgain = await visitor.SendFormAsync($"/tokens/{key.Id}/rotate", form);
        Assert.Equal("/tokens", rotatedAgain.Headers.Location!.OriginalString);
        var keys = await KeysAsync(person);
        Assert.Equal(2, keys.Length);
        await ExpectShownOnceAsync(visitor, rotated.Headers.Location!.OriginalString, keys.Single(each => each.Id != key.Id));
    }

    [Fact]
    public async Task The_secret_of_a_key_is_shown_to_its_owner_only()
    {
        var person = await Person.RegisterAsync(platform, pack: null);
        using var owner = await PageVisitor.SignInAsync(platform, person);
        using var created = await owner.SendFormAsync("/tokens/new", ("Name", "k"));
        // The same browser, after somebody else signed in.
        var other = await Person.RegisterAsync(platform, pack: null);
        using var ended = await person.SendAsync(HttpMethod.Delete, "/sessions");
        using var signedIn = await owner.SendFormAsync("/sign-in", ("Email", other.Email), ("Password", Person.Password));
        using var page = await owner.GetAsync(created.Headers.Location!.OriginalString);
        Assert.Equal(HttpStatusCode.NotFound, page.StatusCode);
    }

    [Fact]
    public async Task A_day_of_the_usage_filter_has_one_form()
    {
        using var visitor = await PageVisitor.SignInAsync(platform, await Person.RegisterAsync(platform, pack: null));
        using var ambiguous = await visitor.GetAsync("/usage?from=03/04/2026");
        Assert.Contains(
            "Write a day as year-month-day, for example 2026-01-31.",
            await PageVisitor.TextAsync(ambiguous),
            StringComparison.Ordinal
        );
        using var clear = await visitor.GetAsync("/usage?from=2026-04-03&to=");
        Assert.Contains("No request fits this filter.", await PageVisitor.TextAsync(clear), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_payer_returns_to_the_configured_address_whatever_host_the_request_names()
    {
        using var visitor = await PageVisitor.SignInAsync(platform, await Person.RegisterAsync(platform, pack: null));
        using var bought = await visitor.SendFormAsync(
            "/credit",
            request =>
            {
                request.Headers.Host = "evil.example";
                request.Headers.Add("X-Forwarded-Host", "evil.example");
            },
            ("packId", "starter")
        );
        Assert.Equal(HttpStatusCode.SeeOther, bought.StatusCode);
        Assert.StartsWith(
            new Uri(platform.DashboardAddress, "/sandbox-checkout/").AbsoluteUri,
            bought.Headers.Location!.OriginalString,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Errors_name_the_configured_addresses_whatever_host_the_request_names()
    {
        foreach (var host in (Uri[])[platform.DashboardAddress, platform.GatewayAddress])
        {
            using var client = new HttpClient { BaseAddress = host };
            using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/v1/nowhere");
            request.Headers.Host = "evil.example";
            using var response = await client.SendAsync(request);
            var text = await response.Content.ReadAsStringAsync();
            Assert.DoesNotContain("evil.example", text, StringComparison.Ordinal);
            Assert.Contains(platform.BaseUrl.AbsoluteUri, text, StringComparison.Ordinal);
            Assert.Contains(new Uri(platform.DashboardAddress, "/errors/unknown_url").AbsoluteUri, text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Amounts_and_times_in_json_have_one_form_and_the_refusal_names_the_field()
    {
        var person = await Person.RegisterAsync(platform, pack: null);
        foreach (
            var (body, field) in ((string, string)[])
                [
                    ("""{"name":"k","spendLimit":"12,50"}""", "spendLimit"),
                    ("""{"name":"k","spendLimit":12.50}""", "spendLimit"),
                    ("""{"name":"k","expiresAt":"2099-12-31T23:59:59"}""", "expiresAt"),
                    ("""{"name":"k","expiresAt":"03/04/2099"}""", "expiresAt"),
                ]
        )
        {
            using var refused = await person.SendAsync(HttpMethod.Post, "/keys", System.Text.Json.JsonDocument.Parse(body));
            Assert.Equal((HttpStatusCode.BadRequest, field), (refused.StatusCode, await FieldAsync(refused)));
        }

        using var promotion = await platform.Usage.PostAsJsonAsync(
            $"/accounts/{person.Id}/promotions",
            System.Text.Json.JsonDocument.Parse("""{"id":"p","amount":12.50,"reason":"r"}""")
        );
        Assert.Equal((HttpStatusCode.BadRequest, "amount"), (promotion.StatusCode, await FieldAsync(promotion)));
        using var usage = await platform.Usage.GetAsync($"/accounts/{person.Id}/usage?from=03/04/2026");
        Assert.Equal((HttpStatusCode.BadRequest, "from"), (usage.StatusCode, await FieldAsync(usage)));
    }

    private static async Task<KeyView[]> KeysAsync(Person person)
    {
        using var response = await person.SendAsync(HttpMethod.Get, "/keys");
        return (await response.Content.ReadFromJsonAsync<KeyView[]>())!;
    }

    private static async Task ExpectShownOnceAsync(PageVisitor visitor, string path, KeyView key)
    {
        Assert.Equal($"/tokens/{key.Id}/created", path);
        using var page = await visitor.GetAsync(path);
        var secret = "sk-" + key.Id;
        Assert.Contains(secret, await PageVisitor.TextAsync(page), StringComparison.Ordinal);
        Assert.True(page.Headers.CacheControl!.NoStore);
        using var reloaded = await visitor.GetAsync(path);
        var text = await PageVisitor.TextAsync(reloaded);
        Assert.Contains("its secret was shown once", text, StringComparison.Ordinal);
        Assert.DoesNotContain(secret, text, StringComparison.Ordinal);
    }

    private static async Task<string> RequestIdAsync(PageVisitor visitor, string path)
    {
        using var page = await visitor.GetAsync(path);
        return System
            .Text.RegularExpressions.Regex.Match(await PageVisitor.TextAsync(page), "name=\"RequestId\" value=\"([^\"]+)")
            .Groups[1]
            .Value;
    }

    private static async Task<string> FieldAsync(HttpResponseMessage refused) =>
        Assert.Single((await refused.Content.ReadFromJsonAsync<Problem>())!.Errors).Key;

    private sealed record Problem(IReadOnlyDictionary<string, string[]> Errors);
}
