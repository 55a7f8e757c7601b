using System.Buffers.Text;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Platform.Contracts;
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
        Assert.Contains($"\"tools\":[{mine}],\"tool_choice\":\"auto\"", sent, StringComparison.Ordinal);
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

    /// <summary>
    /// Nano-USD a token of fake-tiers: usually 1,000 and 2,000; priority 3,000 and 6,000; flex 500 and 1,000; fast 6,000 and 12,000.
    /// </summary>
    [Theory]
    [InlineData("chat/completions", "\"service_tier\":\"priority\"", "priority", "priority", 8 * 3_000 + 3 * 6_000)]
    [InlineData("chat/completions", "\"service_tier\":\"priority\"", "default", null, 8 * 1_000 + 3 * 2_000)]
    [InlineData("chat/completions", "\"service_tier\":\"flex\"", "default", "flex", 8 * 500 + 3 * 1_000)]
    [InlineData("chat/completions", "\"service_tier\":\"default\"", "priority", null, 8 * 1_000 + 3 * 2_000)]
    [InlineData("responses", "\"service_tier\":\"fast\"", "fast", "fast", 8 * 6_000 + 3 * 12_000)]
    [InlineData("messages", "\"speed\":\"fast\"", "standard", null, 8 * 1_000 + 3 * 2_000)]
    public async Task A_tier_with_a_price_is_charged_as_it_was_served(string path, string member, string served, string? tier, long charge)
    {
        var (person, client) = await RegisterAsync();
        var answer = path switch
        {
            "responses" =>
                $$"""{"id":"r","object":"response","status":"completed","service_tier":"{{served}}","output":[{"type":"message","role":"assistant","content":[{"type":"output_text","text":"Hello world!"}]}],"usage":{"input_tokens":8,"output_tokens":3} }""",
            "messages" =>
                $$"""{"id":"m","type":"message","role":"assistant","content":[{"type":"text","text":"Hello world!"}],"stop_reason":"end_turn","usage":{"input_tokens":8,"output_tokens":3,"service_tier":"{{served}}"} }""",
            _ =>
                $$"""{"id":"c","object":"chat.completion","service_tier":"{{served}}","choices":[{"index":0,"message":{"role":"assistant","content":"Hello world!"},"finish_reason":"stop"}],"usage":{"prompt_tokens":8,"completion_tokens":3} }""",
        };
        using var response = await SendAsync(client, path, "fake-tiers", member, answer);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
        var record = Assert.Single(await person.UsageAsync(1));
        Assert.Equal((new Money(charge), tier), (record.Charge, record.Price.Tier));
        var receipt = JsonDocument.Parse(await client.GetStringAsync($"/v1/receipts/{response.RequestId()}")).RootElement;
        Assert.Equal(tier, receipt.GetProperty("attempts")[0].GetProperty("price").GetProperty("service_tier").GetString());
        await platform.ExpectSettledAsync(person);
    }

    /// <summary>Twice the usual price: 2,000 nano-USD a token, of 60 written for an hour.</summary>
    [Fact]
    public async Task An_hour_in_the_cache_is_charged_at_its_price()
    {
        var (person, client) = await RegisterAsync();
        using var response = await SendAsync(
            client,
            "messages",
            "fake-tiers",
            """
            "system":[{"type":"text","text":"abc","cache_control":{"type":"ephemeral","ttl":"1h"}}]
            """,
            """{"id":"m","type":"message","role":"assistant","content":[{"type":"text","text":"Hello world!"}],"stop_reason":"end_turn","usage":{"input_tokens":8,"cache_creation_input_tokens":100,"cache_creation":{"ephemeral_5m_input_tokens":40,"ephemeral_1h_input_tokens":60},"output_tokens":3}}"""
        );
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
        var record = Assert.Single(await person.UsageAsync(1));
        Assert.Equal(new Money(8 * 1_000 + 40 * 1_250 + 60 * 2_000 + 3 * 2_000), record.Charge);
        var attempt = JsonDocument
            .Parse(await client.GetStringAsync($"/v1/receipts/{response.RequestId()}"))
            .RootElement.GetProperty("attempts")[0];
        Assert.Equal(60, attempt.GetProperty("tokens").GetProperty("cache_write_1h").GetInt64());
        Assert.Equal(2m, attempt.GetProperty("price").GetProperty("cache_write_1h_per_million").GetDecimal());
        await platform.ExpectSettledAsync(person);
    }

    /// <summary>A cent a search; 1,000 and 2,000 nano-USD a token.</summary>
    [Theory]
    [InlineData("responses", "{\"type\":\"web_search\"}", "\"max_tool_calls\":3")]
    [InlineData("messages", "{\"type\":\"web_search_20250305\",\"name\":\"web_search\"}", "\"max_uses\":3")]
    public async Task A_hosted_tool_with_a_price_is_bounded_held_and_charged_by_its_calls(string path, string tool, string bound)
    {
        var (person, client) = await RegisterAsync();
        var answer =
            path == "responses"
                ? """{"id":"r","object":"response","status":"completed","output":[{"type":"web_search_call","id":"w","status":"completed","action":{"type":"search","query":"q"}},{"type":"web_search_call","id":"v","status":"completed","action":{"type":"search","query":"q"}},{"type":"message","role":"assistant","content":[{"type":"output_text","text":"Hello world!"}]}],"usage":{"input_tokens":2000,"output_tokens":3}}"""
                : """{"id":"m","type":"message","role":"assistant","content":[{"type":"text","text":"Hello world!"}],"stop_reason":"end_turn","usage":{"input_tokens":2000,"output_tokens":3,"server_tool_use":{"web_search_requests":2}}}""";
        using var response = await SendAsync(client, path, "fake-tools", $"\"tools\":[{tool}]", answer);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
        Assert.False(response.Headers.Contains("x-tools-not-offered"));
        var sent = Assert.Single(await UpstreamTally.OfAsync(platform, response.RequestId())).RequestBody!;
        Assert.Contains(bound, sent, StringComparison.Ordinal);
        var record = Assert.Single(await person.UsageAsync(1));
        Assert.Equal(new Money(2_000 * 1_000 + 3 * 2_000 + 2 * 10_000_000), record.Charge);
        var receipt = JsonDocument.Parse(await client.GetStringAsync($"/v1/receipts/{response.RequestId()}")).RootElement;
        Assert.Equal(
            """[{"type":"web_search","calls":2,"usd_per_call":0.01}]""",
            receipt.GetProperty("attempts")[0].GetProperty("tool_calls").GetRawText()
        );
        Assert.True(receipt.GetProperty("hold").GetDecimal() > 0.03m);
        await platform.ExpectSettledAsync(person);
    }

    [Fact]
    public async Task Sound_with_a_price_is_charged_at_it()
    {
        var (person, client) = await RegisterAsync();
        using var response = await SendAsync(
            client,
            "chat/completions",
            "fake-tools",
            "\"modalities\":[\"text\",\"audio\"],\"audio\":{\"voice\":\"alloy\",\"format\":\"pcm16\"}",
            """{"id":"c","object":"chat.completion","choices":[{"index":0,"message":{"role":"assistant","content":null,"audio":{"id":"a","data":"AAAA","transcript":"Hello world!"}},"finish_reason":"stop"}],"usage":{"prompt_tokens":8,"completion_tokens":30,"completion_tokens_details":{"audio_tokens":20}}}"""
        );
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
        var record = Assert.Single(await person.UsageAsync(1));
        Assert.Equal(new Money(8 * 1_000 + 10 * 2_000 + 20 * 20_000), record.Charge);
        await platform.ExpectSettledAsync(person);
    }

    [Fact]
    public async Task Pictures_with_a_price_are_charged_at_it()
    {
        var (person, client) = await RegisterAsync();
        using var response = await SendAsync(
            client,
            "chat/completions",
            "fake-tools",
            "\"max_tokens\":20",
            """{"id":"c","object":"chat.completion","choices":[{"index":0,"message":{"role":"assistant","content":"A cat."},"finish_reason":"stop"}],"usage":{"prompt_tokens":95,"prompt_tokens_details":{"image_tokens":85},"completion_tokens":3}}""",
            """
            "messages":[{"role":"user","content":[{"type":"text","text":"What is it?"},{"type":"image_url","image_url":{"url":"https://example.com/cat.png","detail":"low"}}]}]
            """
        );
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
        var record = Assert.Single(await person.UsageAsync(1));
        Assert.Equal((85L, new Money(10 * 1_000 + 85 * 5_000 + 3 * 2_000)), (record.Usage.ImageInput, record.Charge));
        await platform.ExpectSettledAsync(person);
    }

    private async Task<(Person Person, HttpClient Client)> RegisterAsync()
    {
        var person = await Person.RegisterAsync(platform);
        return (person, await person.ClientAsync());
    }

    private static async Task<HttpResponseMessage> SendAsync(
        HttpClient client,
        string path,
        string model,
        string member,
        string? answer = null,
        string? asked = null
    )
    {
        asked ??= path switch
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
        if (answer is not null)
            request.Headers.Add("x-fake-script", "raw=" + Base64Url.EncodeToString(Encoding.UTF8.GetBytes(answer)));
        return await client.SendAsync(request);
    }
}
