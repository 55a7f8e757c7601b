using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Platform.Contracts;
using Xunit;

namespace Platform.Tests.Stories.Protocols;

/// <summary>What clients of Anthropic's API and of OpenAI's Responses get where chat completions get something else.</summary>
[Collection(PlatformCollection.Name)]
public sealed class DialectStories(PlatformFixture platform)
{
    private string Gateway => platform.GatewayAddress.GetLeftPart(UriPartial.Authority);

    private string Docs => platform.DashboardAddress.GetLeftPart(UriPartial.Authority) + "/errors";

    private static HttpRequestMessage Request(string method, string path, params (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (method == "POST")
            request.Content = new StringContent("{}", Encoding.UTF8, "application/json");
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        return request;
    }

    private static HttpRequestMessage Anthropic(string method, string path) => Request(method, path, ("anthropic-version", "2023-06-01"));

    /// <summary>In Anthropic's shape, literally.</summary>
    private async Task ExpectAsync(HttpResponseMessage response, int status, string type, string code, string message)
    {
        var requestId = response.RequestId();
        Assert.Equal(
            $$$"""{"type":"error","error":{"type":"{{{type}}}","message":"{{{message}}} See {{{Docs}}}/{{{code}}}","code":"{{{code}}}"},"request_id":"{{{requestId}}}"}""",
            await response.Content.ReadAsStringAsync()
        );
        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal(requestId, response.Headers.GetValues("request-id").Single());
    }

    [Fact]
    public async Task A_wrong_key_in_Anthropics_shape()
    {
        using var response = await platform.Gateway("sk-ant-api03-abcdefghijklmnop").SendAsync(Anthropic("GET", "/v1/models"));
        await ExpectAsync(
            response,
            401,
            "authentication_error",
            "invalid_api_key",
            "The API key ending in mnop looks like a key of Anthropic; it does not work here. Create a key on the Keys page and paste it into your tool's API key field."
        );
        Assert.Equal("false", response.Headers.GetValues("x-should-retry").Single());
    }

    [Fact]
    public async Task A_base_url_that_ends_in_v1_where_the_client_adds_it()
    {
        using var response = await platform.Gateway().SendAsync(Request("POST", "/v1/v1/messages?beta=true"));
        await ExpectAsync(
            response,
            404,
            "not_found_error",
            "unknown_url",
            $"The address /v1/v1/messages has /v1 twice: your tool adds it by itself, or the Base URL has it two times. Set the Base URL in your tool (ANTHROPIC_BASE_URL) to {Gateway} without /v1, which the clients of Anthropic's API add by themselves."
        );
    }

    [Fact]
    public async Task A_model_that_does_not_exist_in_Anthropics_shape()
    {
        var client = await (await Person.RegisterAsync(platform)).ClientAsync();
        using var response = await client.SendAsync(Anthropic("GET", "/v1/models/claude-sonnet-4.5"));
        await ExpectAsync(
            response,
            404,
            "not_found_error",
            "model_not_found",
            "The model 'claude-sonnet-4.5' does not exist here. Did you mean 'claude-sonnet-4-5' or 'claude-sonnet-5-5'? Check the model name in your tool; GET /v1/models lists the names that work with your key."
        );
    }

    [Fact]
    public async Task OpenAIs_clients_get_no_second_request_id()
    {
        using var response = await platform.Gateway().SendAsync(Request("GET", "/v1/models"));
        Assert.False(response.Headers.Contains("request-id"));
    }

    [Fact]
    public async Task Models_in_Anthropics_shape_are_turned_page_by_page_and_are_what_the_key_may_call()
    {
        var client = await (await Person.RegisterAsync(platform)).ClientAsync(
            new CreateKeyRequest("two", Models: ["gpt-4.1-mini", "claude-sonnet-4-5"])
        );
        using var all = await client.SendAsync(Anthropic("GET", "/v1/models?limit=1000"));
        var list = await all.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal(
            ["claude-sonnet-4-5", "gpt-4.1-mini"],
            list.GetProperty("data").EnumerateArray().Select(model => model.GetProperty("id").GetString())
        );
        Assert.False(list.GetProperty("has_more").GetBoolean());

        using var first = await client.SendAsync(Anthropic("GET", "/v1/models?limit=1"));
        var page = await first.Content.ReadFromJsonAsync<JsonElement>();
        Assert.True(page.GetProperty("has_more").GetBoolean());
        using var second = await client.SendAsync(
            Anthropic("GET", $"/v1/models?limit=1&after_id={page.GetProperty("last_id").GetString()}")
        );
        var next = await second.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal(
            ("gpt-4.1-mini", "gpt-4.1-mini", false),
            (next.GetProperty("first_id").GetString(), next.GetProperty("last_id").GetString(), next.GetProperty("has_more").GetBoolean())
        );
    }

    [Fact]
    public async Task One_model_in_both_shapes()
    {
        var client = await (await Person.RegisterAsync(platform)).ClientAsync();
        using var theirs = await client.SendAsync(Anthropic("GET", "/v1/models/gpt-4.1-mini"));
        Assert.StartsWith(
            """{"type":"model","id":"gpt-4.1-mini","display_name":"gpt-4.1-mini","created_at":"2""",
            await theirs.Content.ReadAsStringAsync(),
            StringComparison.Ordinal
        );
        using var openAI = await client.SendAsync(Request("GET", "/v1/models/gpt-4.1-mini"));
        Assert.StartsWith(
            """{"id":"gpt-4.1-mini","object":"model","created":""",
            await openAI.Content.ReadAsStringAsync(),
            StringComparison.Ordinal
        );
        foreach (var (one, before) in new[] { (theirs, ":32768,\"capabilities\":null"), (openAI, ":32768") })
            Assert.EndsWith(
                $"{before},\"shutdown_date\":\"2027-01-14\"}}",
                await one.Content.ReadAsStringAsync(),
                StringComparison.Ordinal
            );
        using var list = await client.SendAsync(Request("GET", "/v1/models"));
        Assert.StartsWith("""{"object":"list","data":[{"id":""", await list.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    /// <summary>RFC 9745, RFC 8594 and RFC 8288: the end of a model is announced and changes nothing else.</summary>
    [Theory]
    [InlineData("GET", "/v1/models/gpt-4o-mini", null)]
    [InlineData("POST", "/v1/chat/completions", """{"model":"gpt-4o-mini","messages":[{"role":"user","content":"Hi"}]}""")]
    [InlineData("POST", "/v1/chat/completions", """{"model":"gpt-4o-mini","stream":true,"messages":[{"role":"user","content":"Hi"}]}""")]
    [InlineData("POST", "/v1/responses", """{"model":"gpt-4o-mini","input":"Hi"}""")]
    [InlineData("POST", "/v1/messages", """{"model":"gpt-4o-mini","max_tokens":9,"messages":[{"role":"user","content":"Hi"}]}""")]
    public async Task A_model_that_ends_says_so_in_headers(string method, string path, string? body)
    {
        var client = await (await Person.RegisterAsync(platform)).ClientAsync();
        using var request = Request(method, path);
        request.Content = body is null ? null : new StringContent(body, null, "application/json");
        using var response = await client.SendAsync(request);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("@1791936000", response.Headers.GetValues("Deprecation").Single());
        Assert.Equal("Thu, 14 Jan 2027 00:00:00 GMT", response.Headers.GetValues("Sunset").Single());
        Assert.Equal("</v1/models/gpt-6-luna>; rel=\"successor-version\"", response.Headers.GetValues("Link").Single());
    }

    [Fact]
    public async Task A_model_that_lives_says_nothing()
    {
        var client = await (await Person.RegisterAsync(platform)).ClientAsync();
        using var response = await client.SendAsync(Request("GET", "/v1/models/gpt-6-luna"));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.False(response.Headers.Contains("Deprecation") || response.Headers.Contains("Sunset"));
        Assert.DoesNotContain("shutdown_date", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_bad_page_is_refused_by_the_name_of_what_is_wrong()
    {
        var client = await (await Person.RegisterAsync(platform)).ClientAsync();
        using var response = await client.SendAsync(Anthropic("GET", "/v1/models?limit=0"));
        await ExpectAsync(response, 400, "invalid_request_error", "invalid_request_error", "limit must be a whole number from 1 to 1000.");
    }

    [Fact]
    public async Task A_web_socket_whose_handshake_a_proxy_took_apart_is_sent_to_plain_http()
    {
        using var response = await platform
            .Gateway()
            .SendAsync(Request("GET", "/v1/responses", ("Sec-WebSocket-Version", "13"), ("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==")));
        Assert.Equal(426, (int)response.StatusCode);
        Assert.Equal("HTTP/1.1", response.Headers.Upgrade.ToString());
        Assert.Equal("false", response.Headers.GetValues("x-should-retry").Single());
        Assert.Equal(
            $$$"""{"error":{"message":"No WebSocket can be had here: it is switched off, or a proxy on the way does not pass it. Send POST {{{platform.BaseUrl}}}/responses instead. Codex does so by itself after this answer; in another tool, switch its WebSocket transport off. See {{{Docs}}}/websocket_unsupported","type":"invalid_request_error","param":null,"code":"websocket_unsupported"}}""",
            await response.Content.ReadAsStringAsync()
        );
    }

    [Fact]
    public async Task Responses_asked_for_by_get_without_a_web_socket_are_an_unknown_url()
    {
        using var response = await platform.Gateway().SendAsync(Request("GET", "/v1/responses"));
        Assert.Equal(404, (int)response.StatusCode);
        Assert.Contains(
            "GET /v1/responses does not exist: this endpoint takes POST.",
            await response.Content.ReadAsStringAsync(),
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("POST", "/v1/messages")]
    [InlineData("POST", "/v1/responses")]
    [InlineData("POST", "/chat/completions")]
    [InlineData("GET", "/v1/models")]
    [InlineData("GET", "/doctor")]
    public async Task The_dashboards_host_answers_calls_of_the_api_with_the_base_url_to_use(string method, string path)
    {
        using var browser = new HttpClient { BaseAddress = platform.DashboardAddress };
        using var response = await browser.SendAsync(Request(method, path));
        Assert.Equal(404, (int)response.StatusCode);
        Assert.Equal("application/json", response.Content.Headers.ContentType?.MediaType);
        var error = (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("error");
        Assert.Equal("unknown_url", error.GetProperty("code").GetString());
        var baseUrl = path == "/v1/messages" ? $"{Gateway} without /v1" : platform.BaseUrl.ToString();
        Assert.Contains(baseUrl, error.GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.EndsWith($"See {Docs}/unknown_url", error.GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    /// <summary>As a terminal sends it; .NET's own client would refuse to.</summary>
    [Fact]
    public async Task An_invisible_character_in_a_key_is_named()
    {
        var key = ApiKey.Create();
        using var tcp = new TcpClient(platform.GatewayAddress.Host, platform.GatewayAddress.Port);
        await using var stream = tcp.GetStream();
        await stream.WriteAsync(
            Encoding.UTF8.GetBytes(
                $"GET /v1/models HTTP/1.1\r\nHost: {platform.GatewayAddress.Authority}\r\nAuthorization: Bearer \u200b{key.Text}\r\nConnection: close\r\n\r\n"
            )
        );
        using var reader = new StreamReader(stream);
        var answer = await reader.ReadToEndAsync().WaitAsync(TimeSpan.FromSeconds(30));
        Assert.StartsWith("HTTP/1.1 401", answer, StringComparison.Ordinal);
        Assert.Contains(
            $"The API key ending in {key.LastFour} is one of ours, but it has invisible characters in it or around it. Enter it without them.",
            answer,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Every_link_in_an_error_leads_to_a_page_that_names_each_tool()
    {
        using var browser = new HttpClient();
        var page = await browser.GetStringAsync($"{Docs}/invalid_api_key");
        foreach (var tool in (string[])["Cursor", "Cline", "Codex CLI", "Claude Code", "Continue", "Open WebUI", "SDKs"])
            Assert.Contains(tool, page, StringComparison.Ordinal);
        Assert.Contains($"curl {platform.BaseUrl}/doctor", page, StringComparison.Ordinal);

        using var unknown = await browser.GetAsync($"{Docs}/unheard_of");
        Assert.Equal(404, (int)unknown.StatusCode);
        Assert.Contains("/errors/insufficient_quota", await unknown.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("codex", "wire_api = &quot;responses&quot;")]
    [InlineData("claude-code", "export ANTHROPIC_AUTH_TOKEN=")]
    [InlineData("cursor", "Override OpenAI Base URL")]
    public async Task A_guide_names_the_doctor_first(string tool, string expected)
    {
        using var browser = new HttpClient { BaseAddress = platform.DashboardAddress };
        var page = await browser.GetStringAsync($"/guides/{tool}");
        Assert.Contains(expected, page, StringComparison.Ordinal);
        Assert.Contains($"curl {platform.BaseUrl}/doctor", page, StringComparison.Ordinal);
    }
}
