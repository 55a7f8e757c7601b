using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Xunit;

namespace Platform.Tests.Stories.Billing;

/// <summary>What a request asks for beside tokens: refused by its name or left out where it has no price, natively and translated.</summary>
[Collection(PlatformCollection.Name)]
public sealed class DimensionStories(PlatformFixture platform)
{
    private const string Search = """{"type":"web_search","external_web_access":true}""";

    [Theory]
    [InlineData("responses", "fake-responses", "\"service_tier\":\"priority\"", "service_tier")]
    [InlineData("responses", "fake-chat", "\"service_tier\":\"flex\"", "service_tier")]
    [InlineData("responses", "fake-responses", "\"tools\":[{\"type\":\"web_search\"}],\"tool_choice\":\"required\"", "tool_choice")]
    [InlineData(
        "responses",
        "fake-responses",
        "\"tools\":[{\"type\":\"image_generation\"}],\"tool_choice\":{\"type\":\"image_generation\"}",
        "tool_choice"
    )]
    [InlineData("chat/completions", "fake-chat", "\"web_search_options\":{}", "web_search_options")]
    [InlineData("chat/completions", "fake-messages", "\"modalities\":[\"text\",\"audio\"]", "modalities")]
    [InlineData("messages", "fake-messages", "\"speed\":\"fast\"", "speed")]
    [InlineData("messages", "fake-chat", "\"speed\":\"fast\"", "speed")]
    [InlineData(
        "messages",
        "fake-messages",
        "\"system\":[{\"type\":\"text\",\"text\":\"a\",\"cache_control\":{\"type\":\"ephemeral\",\"ttl\":\"1h\"}}]",
        "system[0].cache_control.ttl"
    )]
    public async Task What_has_no_price_is_refused_by_its_name(string path, string model, string member, string param)
    {
        foreach (var stream in (string[])["", ",\"stream\":true"])
        {
            var (person, client) = await RegisterAsync();
            using var response = await SendAsync(client, path, model, member + stream);
            var error = JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement.GetProperty("error");
            Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
            Assert.Contains(param, error.GetProperty("message").GetString(), StringComparison.Ordinal);
            if (path != "messages")
                Assert.Equal(
                    ("invalid_request_error", param),
                    (error.GetProperty("code").GetString(), error.GetProperty("param").GetString())
                );
            await platform.ExpectSettledAsync(person);
        }
    }

    /// <summary>As Codex offers it in every request.</summary>
    [Theory]
    [InlineData("responses", "fake-responses", "web_search")]
    [InlineData("chat/completions", "fake-chat", "web_search")]
    public async Task A_hosted_tool_that_is_merely_offered_is_left_out_and_named(string path, string model, string tool)
    {
        var (person, client) = await RegisterAsync();
        const string mine = """{"type":"custom","name":"f","custom":{"name":"f"}}""";
        using var response = await SendAsync(client, path, model, $"\"tools\":[{mine},{Search}],\"tool_choice\":\"auto\"");
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
        Assert.Equal([tool], response.Headers.GetValues("x-tools-not-offered"));
        Assert.Equal(["tools[1]"], response.Headers.GetValues("x-fields-not-carried"));
        var sent = Assert.Single(await UpstreamTally.OfAsync(platform, response.RequestId())).RequestBody!;
        Assert.EndsWith($"\"tools\":[{mine}],\"tool_choice\":\"auto\" }}", sent, StringComparison.Ordinal);
        await person.UsageAsync(1);
        await platform.ExpectSettledAsync(person);
    }

    [Theory]
    [InlineData("responses", "fake-responses", "default")]
    [InlineData("chat/completions", "fake-chat", "default")]
    [InlineData("messages", "fake-messages", "standard_only")]
    [InlineData("responses", "fake-chat", "default")]
    public async Task A_tier_that_the_provider_may_choose_becomes_the_usual_one(string path, string model, string tier)
    {
        var (_, client) = await RegisterAsync();
        using var response = await SendAsync(client, path, model, "\"service_tier\":\"auto\"");
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
        var sent = Assert.Single(await UpstreamTally.OfAsync(platform, response.RequestId())).RequestBody!;
        Assert.Contains($"\"service_tier\":\"{tier}\"", sent, StringComparison.Ordinal);
    }

    private async Task<(Person Person, HttpClient Client)> RegisterAsync()
    {
        var person = await Person.RegisterAsync(platform);
        return (person, await person.ClientAsync());
    }

    private static async Task<HttpResponseMessage> SendAsync(HttpClient client, string path, string model, string member)
    {
        var asked = path switch
        {
            "responses" => "\"input\":\"Hi\"",
            "messages" => "\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]",
            _ => "\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]",
        };
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/" + path)
        {
            Content = new StringContent(
                $$"""{"model":"{{model}}",{{asked}},{{member}} }""",
                Encoding.UTF8,
                MediaTypeHeaderValue.Parse("application/json")
            ),
        };
        request.Headers.Add("x-fake-record", "true");
        return await client.SendAsync(request);
    }
}
