using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Platform.Contracts;
using Xunit;

namespace Platform.Tests.Stories.Billing;

/// <summary>The price of a request, before it runs: what is quoted is what is held, and no charge is higher.</summary>
[Collection(PlatformCollection.Name)]
public sealed class QuoteStories(PlatformFixture platform)
{
    private const string Hello = """[{"role":"user","content":"Hello"}]""";

    /// <summary>The endpoint is not named: the body shows it.</summary>
    [Theory]
    [InlineData("/v1/chat/completions", """{"model":"gpt-4.1-mini","messages":HELLO}""", "body", "openai-chat", false)]
    [InlineData(
        "/v1/chat/completions",
        """{"model":"gpt-4.1-mini","stream":true,"messages":HELLO,"max_tokens":700,"n":2}""",
        "body",
        "openai-chat",
        false
    )]
    [InlineData("/v1/chat/completions", """{"model":"fake-messages","messages":HELLO,"seed":7}""", "body", "anthropic-messages", true)]
    [InlineData("/v1/responses", """{"model":"gpt-4.1-mini","input":"Hello","max_output_tokens":900}""", "body", "openai-responses", false)]
    [InlineData("/v1/responses", """{"model":"fake-chat","stream":true,"input":"Hello"}""", "body", "openai-chat", true)]
    [InlineData(
        "/v1/messages",
        """{"model":"fake-messages","max_tokens":300,"system":"Be brief","messages":HELLO}""",
        "body",
        "anthropic-messages",
        false
    )]
    [InlineData(
        "/v1/messages",
        """{"model":"fake-chat","stream":true,"max_tokens":300,"stop_sequences":["x"],"messages":HELLO}""",
        "body",
        "openai-chat",
        true
    )]
    [InlineData("/v1/completions", """{"model":"fake-echo","prompt":"Hello","max_tokens":40}""", "body", "openai-completions", false)]
    [InlineData("/v1/embeddings", """{"model":"text-embedding-3-small","input":["Hello","World"]}""", "model", "openai-embeddings", false)]
    public async Task A_quote_names_the_hold_that_the_request_then_places(
        string endpoint,
        string body,
        string from,
        string protocol,
        bool translated
    )
    {
        body = body.Replace("HELLO", Hello, StringComparison.Ordinal);
        var person = await Person.RegisterAsync(platform);
        var client = await person.ClientAsync();
        var quote = await QuotedAsync(client, body);
        Assert.Equal((endpoint, from), (Text(quote, "endpoint"), Text(quote, "endpoint_from")));
        var route = quote.GetProperty("routes")[0];
        Assert.Equal((protocol, translated), (Text(route, "protocol"), route.GetProperty("translated").GetBoolean()));
        Assert.True(quote.GetProperty("affordable").GetBoolean());
        Assert.Equal(JsonValueKind.Null, quote.GetProperty("refusal").ValueKind);
        // Nothing is held, and nothing was asked of anybody.
        Assert.Equal(new BalanceView((await person.BalanceAsync()).Credit, Money.Zero), await person.BalanceAsync());

        using var answer = await PostAsync(client, endpoint, body);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
        await answer.Content.ReadAsStringAsync();
        var record = Assert.Single(await person.UsageAsync(1));
        Assert.Equal(endpoint, record.Endpoint);
        Assert.Equal(record.Hold.Usd, quote.GetProperty("hold").GetDecimal());
        Assert.InRange(record.Charge.Usd, 0.000000001m, Cost(quote, "highest"));
        Assert.InRange(Cost(quote, "expected"), 0.000000001m, Cost(quote, "highest"));
        Assert.Equal(record.Price.Version, route.GetProperty("price").GetProperty("version").GetInt32());
        await platform.ExpectSettledAsync(person);
    }

    [Fact]
    public async Task A_quote_says_what_a_translation_leaves_out_and_which_dimensions_it_prices()
    {
        var client = await (await Person.RegisterAsync(platform)).ClientAsync();
        var translated = await QuotedAsync(
            client,
            """{"model":"fake-messages","messages":HELLO,"seed":7}""".Replace("HELLO", Hello, StringComparison.Ordinal)
        );
        Assert.Equal(
            ["seed"],
            translated.GetProperty("routes")[0].GetProperty("fields_not_carried").EnumerateArray().Select(name => name.GetString()!)
        );
        var counted = await QuotedAsync(
            client,
            $$"""{"model":"fake-messages","messages":{{Hello}}}""",
            "?endpoint=/v1/messages/count_tokens"
        );
        Assert.Equal((0m, 0m), (counted.GetProperty("hold").GetDecimal(), Cost(counted, "highest")));
        // Three routes are named in the order in which they are tried.
        var routes = (await QuotedAsync(client, Chat.Body("fake-failover"))).GetProperty("routes");
        Assert.Equal(["unreachable", "primary"], routes.EnumerateArray().Select(route => Text(route, "upstream")));
    }

    [Fact]
    public async Task A_want_of_credit_is_a_part_of_the_answer_with_the_price_all_the_same()
    {
        var poor = await Person.RegisterAsync(platform, pack: null);
        var quote = await QuotedAsync(await poor.ClientAsync(), Chat.Body());
        Assert.False(quote.GetProperty("affordable").GetBoolean());
        Assert.Equal("insufficient_quota", Text(quote.GetProperty("refusal"), "code"));
        Assert.True(quote.GetProperty("hold").GetDecimal() > 0);

        var person = await Person.RegisterAsync(platform);
        var limited = await person.ClientAsync(new CreateKeyRequest("a tenth of a cent", SpendLimit: new Money(1_000_000)));
        var dear = await QuotedAsync(limited, Chat.Body(more: ",\"max_tokens\":20000"));
        Assert.Equal("key_limit_exceeded", Text(dear.GetProperty("refusal"), "code"));
        Assert.Equal(JsonValueKind.Null, dear.GetProperty("available").ValueKind);
        using var refused = await limited.ChatAsync(Chat.Body(more: ",\"max_tokens\":20000"));
        Assert.Equal(
            "key_limit_exceeded",
            Text(JsonDocument.Parse(await refused.Content.ReadAsStringAsync()).RootElement.GetProperty("error"), "code")
        );
        await platform.ExpectSettledAsync(person, poor);
    }

    /// <summary>The quote of what is refused is refused with the same bytes, but for the request's own id.</summary>
    [Theory]
    [InlineData("/v1/chat/completions", """{"model":"gpt-4.1-mini"}""")]
    [InlineData("/v1/chat/completions", """{"model":"gpt-5-codx","messages":HELLO}""")]
    [InlineData("/v1/chat/completions", """{"model":"gpt-4.1-mini","messages":HELLO,"max_tokens":5,"max_tokens":6}""")]
    [InlineData("/v1/chat/completions", """{"model":"gpt-4.1-mini","messages":HELLO,"service_tier":"priority-plus"}""")]
    [InlineData("/v1/messages", """{"model":"fake-messages","messages":HELLO,"system":"x"}""")]
    [InlineData("/v1/messages", """{"model":"nobody","max_tokens":5,"messages":HELLO,"system":"x"}""")]
    [InlineData("/v1/responses", """{"model":"text-embedding-3-small","input":"Hi","instructions":"x"}""", "?endpoint=/v1/responses")]
    [InlineData("/v1/responses", """{"model":"gpt-4.1-mini","input":"Hi","previous_response_id":"resp_none"}""")]
    [InlineData("/v1/chat/completions", """{"model":""")]
    public async Task What_refuses_the_request_refuses_its_quote(string endpoint, string body, string query = "")
    {
        body = body.Replace("HELLO", Hello, StringComparison.Ordinal);
        var client = await (await Person.RegisterAsync(platform)).ClientAsync();
        using var quote = await PostAsync(client, "/v1/quote" + query, body);
        using var answer = await PostAsync(client, endpoint, body);
        Assert.Equal(answer.StatusCode, quote.StatusCode);
        Assert.Equal(await TextAsync(answer), await TextAsync(quote));
        Assert.Equal("false", quote.Headers.GetValues("x-should-retry").Single());
    }

    [Fact]
    public async Task A_quote_needs_a_key_as_the_request_does()
    {
        using var stranger = platform.Gateway("sk-none");
        using var quote = await PostAsync(stranger, "/v1/quote?endpoint=/v1/messages", Chat.Body());
        Assert.Equal(HttpStatusCode.Unauthorized, quote.StatusCode);
        Assert.Contains("\"type\":\"error\"", await quote.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    private static async Task<string> TextAsync(HttpResponseMessage response) =>
        (await response.Content.ReadAsStringAsync()).Replace(response.RequestId(), "req", StringComparison.Ordinal);

    private static async Task<JsonElement> QuotedAsync(HttpClient client, string body, string query = "")
    {
        using var response = await PostAsync(client, "/v1/quote" + query, body);
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, text);
        return JsonDocument.Parse(text).RootElement;
    }

    private static async Task<HttpResponseMessage> PostAsync(HttpClient client, string path, string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, MediaTypeHeaderValue.Parse("application/json"));
        return await client.PostAsync(path, content);
    }

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;

    private static decimal Cost(JsonElement quote, string name) => quote.GetProperty(name).GetProperty("cost").GetDecimal();
}
