using System.Net;
using System.Net.Http.Json;
using System.Text.RegularExpressions;
using Platform.Contracts;
using Xunit;

namespace Platform.Tests.Stories.Accounts;

/// <summary>What must not be possible.</summary>
[Collection(PlatformCollection.Name)]
public sealed class SecurityStories(PlatformFixture platform)
{
    [Theory]
    [InlineData("accounts", "GET", "/catalogue")]
    [InlineData("accounts", "POST", "/keys/verify")]
    [InlineData("accounts", "POST", "/keys/owners")]
    [InlineData("accounts", "POST", "/accounts")]
    [InlineData("accounts", "GET", "/keys")]
    [InlineData("usage", "GET", "/packs")]
    [InlineData("usage", "POST", "/refused")]
    [InlineData("usage", "GET", "/accounts/019aa000-0000-7000-8000-00000000de30/refused")]
    [InlineData("usage", "GET", "/totals")]
    [InlineData("usage", "GET", "/reconciliation")]
    [InlineData("usage", "POST", "/accounts/019aa000-0000-7000-8000-00000000de30/purchases")]
    [InlineData("usage", "POST", "/webhooks/sandbox")]
    [InlineData("usage", "POST", "/accounts/019aa000-0000-7000-8000-00000000de30/checkouts")]
    [InlineData("usage", "POST", "/accounts/019aa000-0000-7000-8000-00000000de30/refunds")]
    [InlineData("usage", "POST", "/accounts/019aa000-0000-7000-8000-00000000de30/promotions")]
    public async Task Internal_endpoints_ask_for_the_service_credential(string service, string method, string path)
    {
        using var client = Aspire.Hosting.Testing.DistributedApplicationHostingTestingExtensions.CreateHttpClient(
            platform.App,
            service,
            "http"
        );
        using var without = await client.SendAsync(new HttpRequestMessage(new HttpMethod(method), path));
        Assert.Equal(HttpStatusCode.Unauthorized, without.StatusCode);

        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        request.Headers.Add(ServiceHeaders.ServiceToken, new string('x', 48));
        using var wrong = await client.SendAsync(request);
        Assert.Equal(HttpStatusCode.Unauthorized, wrong.StatusCode);
    }

    [Fact]
    public async Task A_key_switched_off_stops_within_two_seconds()
    {
        var person = await Person.RegisterAsync(platform);
        var key = await person.CreateKeyAsync();
        var client = platform.Gateway(key.Secret);
        Assert.Equal(HttpStatusCode.OK, (await client.ChatAsync(Chat.Body())).StatusCode);

        using var disabled = await person.SendAsync(HttpMethod.Patch, $"/keys/{key.Key.Id}", new UpdateKeyRequest(Enabled: false));
        disabled.EnsureSuccessStatusCode();
        await Task.Delay(TimeSpan.FromSeconds(2));
        Assert.Equal(HttpStatusCode.Unauthorized, (await client.ChatAsync(Chat.Body())).StatusCode);
    }

    [Fact]
    public async Task A_replaced_key_works_through_its_grace_and_both_spend_from_one_limit()
    {
        var person = await Person.RegisterAsync(platform);
        var old = await person.CreateKeyAsync(new CreateKeyRequest("tools", SpendLimit: Money.FromUsd(1)));
        using var rotated = await person.SendAsync(
            HttpMethod.Post,
            $"/keys/{old.Key.Id}/rotate",
            new RotateKeyRequest(GraceSeconds: 3_600)
        );
        var replacement = (await rotated.Content.ReadFromJsonAsync<KeyCreated>())!;
        foreach (var secret in (string[])[old.Secret, replacement.Secret])
            Assert.Equal(HttpStatusCode.OK, (await platform.Gateway(secret).ChatAsync(Chat.Body())).StatusCode);

        var spent = (await person.UsageAsync(2)).Aggregate(Money.Zero, (sum, record) => sum + record.Charge);
        var budgets = await platform.Usage.GetFromJsonAsync<BudgetView[]>($"/accounts/{person.Id}/budgets");
        Assert.Equal((old.Key.BudgetId, spent), (Assert.Single(budgets!).BudgetId, budgets![0].Spent));
    }

    [Fact]
    public async Task The_upstream_gets_our_credential_and_never_the_callers()
    {
        var person = await Person.RegisterAsync(platform);
        using var request = Chat.Request(Chat.Body());
        request.Headers.Add("Cookie", "a=b");
        request.Headers.Add("OpenAI-Organization", "org-callers");
        using var response = await (await person.ClientAsync()).SendAsync(request);
        var served = Assert.Single(await UpstreamTally.OfAsync(platform, response.RequestId()));
        Assert.True(served.BearerAccepted);
        Assert.DoesNotContain("cookie", served.HeaderNames);
        Assert.DoesNotContain("openai-organization", served.HeaderNames);
        // Nor does the upstream's account show to the caller.
        Assert.DoesNotContain(
            response.Headers,
            header => header.Key.StartsWith("x-ratelimit-limit-tokens", StringComparison.OrdinalIgnoreCase)
        );
    }

    [Fact]
    public async Task Refused_requests_never_reach_the_upstream()
    {
        var poor = await (await Person.RegisterAsync(platform, pack: null)).ClientAsync();
        var refused = new List<string>();
        foreach (var client in (HttpClient[])[platform.Gateway(), platform.Gateway(ApiKey.Create().Text), poor])
        {
            foreach (var path in (string[])["/v1/chat/completions", "/v1/models", "/chat/completions", "/v1/v1/chat/completions", "/"])
            {
                using var request = Chat.Request(Chat.Body());
                request.RequestUri = new Uri(path, UriKind.Relative);
                using var response = await client.SendAsync(request);
                Assert.False(response.IsSuccessStatusCode);
                refused.Add(response.RequestId());
            }
        }

        Assert.DoesNotContain(await UpstreamTally.AllAsync(platform), served => refused.Contains(served.RequestId!));
    }

    [Fact]
    public async Task A_body_reaches_the_upstream_byte_for_byte()
    {
        const string body = """{ "model" : "gpt-4o", "messages":[ {"role":"user","content":"\u00e9"} ], "unknown_field": {"b":1.50} }""";
        using var request = Chat.Request(body);
        request.Headers.Add("x-fake-record", "true");
        using var response = await (await (await Person.RegisterAsync(platform)).ClientAsync()).SendAsync(request);
        // Only whose it is comes after all that was sent.
        Assert.Matches(
            "^" + Regex.Escape(body[..^1]) + ",\"safety_identifier\":\"[\\w-]{43}\"}$",
            Assert.Single(await UpstreamTally.OfAsync(platform, response.RequestId())).RequestBody
        );
    }
}
