using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Xunit;

namespace Platform.Tests.Stories.Protocols;

/// <summary>The many ways in which tools and browsers come to the same door.</summary>
[Collection(PlatformCollection.Name)]
public sealed class DoorStories(PlatformFixture platform)
{
    private const string Origin = "https://app.example.com";

    private static readonly (string Path, string Body)[] Requests =
    [
        ("/v1/chat/completions", """{"model":"fake-echo","messages":[{"role":"user","content":"Hello"}]}"""),
        ("/v1/responses", """{"model":"fake-echo","input":"Hello"}"""),
        ("/v1/messages", """{"model":"fake-echo","max_tokens":100,"messages":[{"role":"user","content":"Hello"}]}"""),
        ("/v1/messages/count_tokens", """{"model":"fake-echo","messages":[{"role":"user","content":"Hello"}]}"""),
        ("/v1/completions", """{"model":"fake-echo","prompt":"Hello"}"""),
        ("/v1/embeddings", """{"model":"text-embedding-3-small","input":"Hello"}"""),
    ];

    [Fact]
    public async Task A_page_in_a_browser_may_ask_and_read_what_it_is_answered()
    {
        var client = await (await Person.RegisterAsync(platform)).ClientAsync();
        using var anonymous = platform.Gateway();
        foreach (var (path, body) in Requests)
        {
            using var preflight = new HttpRequestMessage(HttpMethod.Options, path);
            preflight.Headers.Add("Origin", Origin);
            preflight.Headers.Add("Access-Control-Request-Method", "POST");
            preflight.Headers.Add("Access-Control-Request-Headers", "authorization,content-type");
            using var allowed = await anonymous.SendAsync(preflight);
            Assert.Equal((HttpStatusCode.NoContent, "*"), (allowed.StatusCode, AllowedOrigin(allowed)));

            using var answered = await SendAsync(client, path, body);
            Assert.Equal((HttpStatusCode.OK, "*"), (answered.StatusCode, AllowedOrigin(answered)));
            using var refused = await SendAsync(anonymous, path, body);
            Assert.Equal((HttpStatusCode.Unauthorized, "*"), (refused.StatusCode, AllowedOrigin(refused)));
            Assert.Contains("x-request-id", refused.Headers.GetValues("Access-Control-Expose-Headers").Single(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_stream_may_be_read_by_a_page()
    {
        var client = await (await Person.RegisterAsync(platform)).ClientAsync();
        using var request = Chat.Request(Chat.Body("fake-echo", stream: true));
        request.Headers.Add("Origin", Origin);
        using var response = await client.SendAsync(request);
        Assert.Equal((HttpStatusCode.OK, "*"), (response.StatusCode, AllowedOrigin(response)));
        Assert.Contains("data: [DONE]", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/v1/models")]
    [InlineData("/v1/models/gpt-4.1-mini")]
    [InlineData("/v1/key")]
    [InlineData("/v1/credits")]
    [InlineData("/v1/doctor")]
    public async Task HEAD_is_answered_where_GET_is(string path)
    {
        var client = await (await Person.RegisterAsync(platform)).ClientAsync();
        using var request = new HttpRequestMessage(HttpMethod.Head, path);
        using var response = await client.SendAsync(request);
        Assert.Equal((HttpStatusCode.OK, ""), (response.StatusCode, await response.Content.ReadAsStringAsync()));
    }

    [Theory]
    [InlineData("/v1/models/openai%2Fgpt-4.1-mini", "'openai/gpt-4.1-mini' does not exist here. Did you mean 'gpt-4.1-mini'")]
    [InlineData("/v1/models/gpt-4o-2024-08-06", "'gpt-4o-2024-08-06' does not exist here. Did you mean 'gpt-4o'")]
    public async Task A_name_with_a_slash_or_a_date_is_understood(string path, string message)
    {
        var client = await (await Person.RegisterAsync(platform)).ClientAsync();
        using var response = await client.GetAsync(path);
        Assert.Contains(message, await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/v1/moderations", "{\"error\":{\"message\":\"/v1/moderations (moderation) is not offered here")]
    [InlineData("/v1/files", "{\"error\":{\"message\":\"/v1/files (file storage) is not offered here")]
    [InlineData("/v1/images/generations", "{\"error\":{\"message\":\"/v1/images (image generation) is not offered here")]
    [InlineData("/v1/audio/speech", "{\"error\":{\"message\":\"/v1/audio (speech and transcription) is not offered here")]
    [InlineData("/v1/rerank", "{\"error\":{\"message\":\"/v1/rerank (reranking) is not offered here")]
    [InlineData(
        "/v1/messages/batches",
        "{\"type\":\"error\",\"error\":{\"type\":\"not_found_error\",\"message\":\"/v1/messages/batches (batches of requests) is not offered here"
    )]
    public async Task What_is_not_offered_says_so_and_leaves_the_base_url_alone(string path, string message)
    {
        var client = await (await Person.RegisterAsync(platform)).ClientAsync();
        using var response = await SendAsync(client, path, "{}");
        var body = await response.Content.ReadAsStringAsync();
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.StartsWith(message, body, StringComparison.Ordinal);
        Assert.Contains("\"code\":\"endpoint_not_offered\"", body, StringComparison.Ordinal);
        Assert.DoesNotContain("Set the Base URL", body, StringComparison.Ordinal);
    }

    /// <summary>The fake upstream reads no compressed body, so each answer shows that it got the body inflated.</summary>
    [Fact]
    public async Task A_compressed_body_is_answered_at_every_endpoint()
    {
        var person = await Person.RegisterAsync(platform);
        var client = await person.ClientAsync();
        foreach (var (path, body) in Requests)
        {
            using var content = new ByteArrayContent(Gzip(body));
            content.Headers.ContentType = MediaTypeHeaderValue.Parse("application/json");
            content.Headers.ContentEncoding.Add("gzip");
            using var response = await client.PostAsync(path, content);
            Assert.True(response.StatusCode == HttpStatusCode.OK, path + await response.Content.ReadAsStringAsync());
        }

        using var unknown = new ByteArrayContent([1]);
        unknown.Headers.ContentEncoding.Add("compress");
        using var refused = await client.PostAsync(Chat.Path, unknown);
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, refused.StatusCode);
        Assert.Contains("\"code\":\"unsupported_encoding\"", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        await platform.ExpectSettledAsync(person);
    }

    [Fact]
    public async Task A_client_of_Azures_shape_is_served_and_recorded_like_any_other()
    {
        var person = await Person.RegisterAsync(platform);
        var key = await person.CreateKeyAsync();
        using var client = platform.Gateway();
        client.DefaultRequestHeaders.Add("api-key", key.Secret);
        using var models = await client.GetAsync("/openai/v1/models?api-version=preview");
        Assert.Equal(HttpStatusCode.OK, models.StatusCode);
        foreach (var (path, body) in Requests)
        {
            using var response = await SendAsync(client, "/openai" + path, body);
            Assert.True(response.StatusCode == HttpStatusCode.OK, path + await response.Content.ReadAsStringAsync());
        }

        Assert.Equal(
            Requests.Select(request => request.Path).Order(StringComparer.Ordinal),
            (await person.UsageAsync(Requests.Length)).Select(record => record.Endpoint).Order(StringComparer.Ordinal)
        );
        await platform.ExpectSettledAsync(person);
    }

    [Theory]
    [InlineData("""{"model":"\ud800","messages":[{"role":"user","content":"Hi"}]}""")]
    [InlineData("""{"model":"\ud800","max_tokens":9,"messages":[{"role":"user","content":"Hi"}]}""")]
    [InlineData("""{"model":"\ud800","input":"Hi"}""")]
    [InlineData("""{"model":"\ud800","prompt":"Hi"}""")]
    public async Task A_name_that_is_no_text_is_refused_at_every_endpoint(string body)
    {
        var client = await (await Person.RegisterAsync(platform)).ClientAsync();
        foreach (var (path, _) in Requests)
        {
            using var response = await SendAsync(client, path, body);
            Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
            Assert.Contains("\"code\":\"invalid_request_error\"", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("Transfer-Encoding: chunked\r\n\r\nffffffff\r\n{\"model\":")]
    [InlineData("Transfer-Encoding: chunked\r\n\r\n2\r\n{\"model\":")]
    public async Task A_body_that_lies_about_its_length_is_refused_at_every_endpoint(string rest)
    {
        var key = await (await Person.RegisterAsync(platform)).CreateKeyAsync();
        foreach (var (path, _) in Requests)
        {
            var answer = await AskAsync($"POST {path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {key.Secret}\r\n{rest}");
            Assert.StartsWith("HTTP/1.1 400", answer, StringComparison.Ordinal);
            Assert.Contains("\"code\":\"invalid_request_error\"", answer, StringComparison.Ordinal);
            Assert.Contains("x-request-id: req_", answer, StringComparison.Ordinal);
            Assert.DoesNotContain(key.Secret, answer, StringComparison.Ordinal);
        }
    }

    /// <summary>Their upstreams know these models by other names.</summary>
    [Theory]
    [InlineData("fake-chat")]
    [InlineData("fake-responses")]
    [InlineData("fake-messages")]
    [InlineData("fake-two-routes")]
    public async Task The_model_in_an_answer_is_the_one_that_was_asked_for(string model)
    {
        var client = await (await Person.RegisterAsync(platform)).ClientAsync();
        foreach (var protocol in (ClientProtocol[])[ClientProtocol.Chat, ClientProtocol.Responses, ClientProtocol.Messages])
        foreach (var stream in (bool[])[false, true])
        {
            using var response = await client.SendAsync(protocol.Request(model, "Hello", stream));
            var answer = await response.Content.ReadAsStringAsync();
            Assert.Contains($"\"model\":\"{model}\"", answer, StringComparison.Ordinal);
            Assert.DoesNotMatch("\"model\":\"(gpt-4.1-mini|claude-sonnet-4-5)\"", answer);
        }
    }

    [Theory]
    [InlineData("fake-responses", false)]
    [InlineData("fake-chat", true)]
    [InlineData("fake-messages", false)]
    public async Task A_kept_response_can_be_got_and_deleted_by_its_account_alone(string model, bool stream)
    {
        var owner = await (await Person.RegisterAsync(platform)).ClientAsync();
        var other = await (await Person.RegisterAsync(platform)).ClientAsync();
        using var asked = await owner.SendAsync(ClientProtocol.Responses.Request(model, "My name is Ada", stream));
        var text = await asked.Content.ReadAsStringAsync();
        if (stream)
            text = text.Split('\n').Last(line => line.StartsWith("data: ", StringComparison.Ordinal))["data: ".Length..];
        var answer = JsonDocument.Parse(text).RootElement;
        answer = stream ? answer.GetProperty("response") : answer;
        var path = $"/v1/responses/{answer.GetProperty("id").GetString()}";

        Assert.Equal(answer.GetRawText(), await owner.GetStringAsync(path));
        var items = JsonDocument.Parse(await owner.GetStringAsync(path + "/input_items")).RootElement;
        Assert.Equal(
            """[{"type":"input_text","text":"My name is Ada"}]""",
            Assert.Single(items.GetProperty("data").EnumerateArray()).GetProperty("content").GetRawText()
        );
        await ExpectNotFoundAsync(await other.GetAsync(path));
        await ExpectNotFoundAsync(await other.GetAsync(path + "/input_items"));
        await ExpectNotFoundAsync(await other.DeleteAsync(path));
        Assert.Equal(HttpStatusCode.Unauthorized, (await platform.Gateway().GetAsync(path)).StatusCode);

        using var deleted = await owner.DeleteAsync(path);
        Assert.Equal(
            $$"""{"id":"{{path["/v1/responses/".Length..]}}","object":"response","deleted":true}""",
            await deleted.Content.ReadAsStringAsync()
        );
        await ExpectNotFoundAsync(await owner.GetAsync(path));
        await ExpectNotFoundAsync(await owner.DeleteAsync(path));
    }

    [Fact]
    public async Task Codex_finds_its_list_of_models()
    {
        var client = await (await Person.RegisterAsync(platform)).ClientAsync();
        var list = JsonDocument.Parse(await client.GetStringAsync("/v1/models?client_version=0.100.0")).RootElement;
        var slugs = list.GetProperty("models").EnumerateArray().Select(model => model.GetProperty("slug").GetString()).ToArray();
        Assert.Contains("fake-messages", slugs);
        Assert.DoesNotContain("text-embedding-3-small", slugs);
        Assert.True(list.GetProperty("data").GetArrayLength() > slugs.Length);
    }

    private static async Task ExpectNotFoundAsync(HttpResponseMessage response)
    {
        using (response)
        {
            var body = await response.Content.ReadAsStringAsync();
            Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
            Assert.Contains("\"code\":\"response_not_found\"", body, StringComparison.Ordinal);
            Assert.DoesNotContain("Base URL", body, StringComparison.Ordinal);
        }
    }

    private async Task<string> AskAsync(string request)
    {
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        using var socket = new TcpClient();
        await socket.ConnectAsync(platform.GatewayAddress.Host, platform.GatewayAddress.Port, timeout.Token);
        await socket.GetStream().WriteAsync(Encoding.ASCII.GetBytes(request), timeout.Token);
        using var received = new MemoryStream();
        await socket.GetStream().CopyToAsync(received, timeout.Token);
        return Encoding.UTF8.GetString(received.ToArray());
    }

    private static async Task<HttpResponseMessage> SendAsync(HttpClient client, string path, string body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path)
        {
            Content = new StringContent(body, Encoding.UTF8, MediaTypeHeaderValue.Parse("application/json")),
        };
        request.Headers.Add("Origin", Origin);
        return await client.SendAsync(request);
    }

    private static string AllowedOrigin(HttpResponseMessage response) => response.Headers.GetValues("Access-Control-Allow-Origin").Single();

    private static byte[] Gzip(string text)
    {
        using var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.Optimal, leaveOpen: true))
            gzip.Write(Encoding.UTF8.GetBytes(text));
        return compressed.ToArray();
    }
}
