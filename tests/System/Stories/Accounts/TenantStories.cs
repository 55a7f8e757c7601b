using System.Buffers.Text;
using System.Net;
using System.Text;
using Xunit;

namespace Platform.Tests.Stories.Accounts;

/// <summary>All accounts share the operator's account at an upstream. Nothing of it is shared by them.</summary>
[Collection(PlatformCollection.Name)]
public sealed class TenantStories(PlatformFixture platform)
{
    [Fact]
    public async Task An_upstream_is_sent_listed_headers_only_and_none_that_cannot_be_sent()
    {
        var person = await Person.RegisterAsync(platform);
        using var client = new HttpClient(new SocketsHttpHandler { RequestHeaderEncodingSelector = static (_, _) => Encoding.UTF8 })
        {
            BaseAddress = platform.GatewayAddress,
        };
        using var request = Chat.Request(Chat.Body());
        request.Headers.Add("Authorization", "Bearer " + (await person.CreateKeyAsync()).Secret);
        request.Headers.Add("Idempotency-Key", "1234");
        request.Headers.Add("X-A", "caf\u00e9");
        request.Headers.TryAddWithoutValidation("User-Agent", "caf\u00e9");
        request.Headers.Add("OpenAI-Project", "proj_callers");
        request.Headers.Add("X-Stainless-Lang", "js");
        request.Headers.Add("Accept", "application/json");
        request.Headers.Add("x-fake-record", "true");
        using var response = await client.SendAsync(request);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var served = Assert.Single(await UpstreamTally.OfAsync(platform, response.RequestId()));
        Assert.Equal(
            ["accept", "authorization", "content-length", "content-type", "host", "traceparent", "x-fake-record", "x-request-id"],
            served.HeaderNames
        );
    }

    /// <summary>Natively: each model is asked in the protocol that its upstream speaks. The unit tests have all members.</summary>
    [Theory]
    [InlineData("/v1/responses", """{"model":"gpt-5","input":"Hi","conversation":"conv_of_someone_else"}""", "conversation")]
    [InlineData("/v1/responses", """{"model":"gpt-5","input":[{"type":"item_reference","id":"msg_1"}]}""", "input[0].type")]
    [InlineData("/v1/responses", """{"model":"gpt-5","input":"Hi","background":true}""", "background")]
    [InlineData("/v1/responses", """{"model":"gpt-5","input":"Hi","prompt":{"id":"pmpt_1"}}""", "prompt")]
    [InlineData(
        "/v1/responses",
        """{"model":"gpt-5","input":"Hi","stream":true,"tools":[{"type":"file_search","vector_store_ids":["vs_1"]}]}""",
        "tools[0].vector_store_ids"
    )]
    [InlineData("/v1/chat/completions", """{"model":"gpt-4o","input":[{"id":"msg_1"}]}""", "input[0].id")]
    [InlineData(
        "/v1/chat/completions",
        """{"model":"gpt-4o","messages":[{"role":"user","content":[{"type":"file","file":{"file_id":"file-1"}}]}]}""",
        "messages[0].content[0].file.file_id"
    )]
    [InlineData(
        "/v1/messages",
        """{"model":"fake-messages","max_tokens":5,"messages":[{"role":"user","content":"Hi"}],"container":"container_1"}""",
        "container"
    )]
    [InlineData("/v1/chat/completions", """{"model":"gpt-4o","messages":[{"role":"user","content":"Hi"}],"N":9}""", "N")]
    [InlineData("/v1/embeddings", """{"model":"text-embedding-3-small","input":"Hi","Model":"dear"}""", "Model")]
    public async Task State_of_the_operators_account_is_refused_by_name(string path, string body, string param)
    {
        using var client = await (await Person.RegisterAsync(platform)).ClientAsync();
        using var response = await client.PostAsync(path, new StringContent(body, Encoding.UTF8, "application/json"));
        var text = await response.Content.ReadAsStringAsync();
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains($"\"message\":\"{param} ", text.Replace("\": ", "\":", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.DoesNotContain(await UpstreamTally.AllAsync(platform), served => served.RequestId == response.RequestId());
    }

    /// <summary>The scripted upstream's key, and its address.</summary>
    [Theory]
    [InlineData("fake-chat", "/v1/chat/completions", false)]
    [InlineData("fake-chat", "/v1/chat/completions", true)]
    [InlineData("fake-chat", "/v1/responses", true)]
    [InlineData("fake-responses", "/v1/responses", false)]
    [InlineData("fake-responses", "/v1/responses", true)]
    [InlineData("fake-messages", "/v1/messages", true)]
    public async Task Secrets_in_an_upstreams_wording_are_masked(string model, string path, bool stream)
    {
        const string Key = "fake-upstream-key";
        var address = Aspire.Hosting.Testing.DistributedApplicationHostingTestingExtensions.GetEndpoint(
            platform.App,
            "fakeupstream",
            "http"
        );
        var error = $"No worker has {Key} ({Convert.ToBase64String(Encoding.UTF8.GetBytes(Key))}) at {address}v1 org-acme. Call later.";
        var raw = $$$"""{"type":"error","error":{"message":"{{{error}}}","type":"server_error"}}""";
        var protocol = ClientProtocol.Of(
            path.EndsWith("messages", StringComparison.Ordinal) ? "messages"
            : path.EndsWith("responses", StringComparison.Ordinal) ? "responses"
            : "chat"
        );
        using var client = await (await Person.RegisterAsync(platform)).ClientAsync();
        using var response = await client.SendAsync(
            protocol.Request(
                model,
                "Hi",
                stream,
                "raw=" + Base64Url.EncodeToString(Encoding.UTF8.GetBytes(stream ? $"data: {raw}\n\n" : raw))
            )
        );
        var text = await response.Content.ReadAsStringAsync();
        Assert.Contains("No worker has [masked] ([masked]) at [masked] [masked]. Call later.", text, StringComparison.Ordinal);
        Assert.DoesNotContain(Key, text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/v1/chat/completions", """{"model":"fake-chat","messages":[{"role":"user","content":"Hi"}],"prompt_cache_key":"k"}""")]
    [InlineData("/v1/responses", """{"model":"fake-responses","input":"Hi","prompt_cache_key":"k"}""")]
    [InlineData("/v1/responses", """{"model":"fake-chat","input":"Hi","prompt_cache_key":"k"}""")]
    [InlineData(
        "/v1/messages",
        """{"model":"fake-messages","max_tokens":5,"messages":[{"role":"user","content":"Hi"}],"metadata":{"user_id":"k"}}"""
    )]
    public async Task What_an_upstream_knows_an_account_by_is_no_other_accounts(string path, string body)
    {
        var sent = new List<string>();
        for (var account = 0; account < 2; account++)
        {
            using var client = await (await Person.RegisterAsync(platform)).ClientAsync();
            for (var time = 0; time < 2; time++)
                sent.Add(await SentAsync(client, path, body));
        }

        Assert.Equal((sent[0], sent[2]), (sent[1], sent[3]));
        Assert.NotEqual(sent[0], sent[2]);
        Assert.All(sent, each => Assert.Matches("\"(safety_identifier|user_id)\": ?\"[\\w-]{43}\"", each));
        Assert.All(sent, each => Assert.DoesNotContain("\"k\"", each, StringComparison.Ordinal));
    }

    private async Task<string> SentAsync(HttpClient client, string path, string body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path);
        request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        request.Headers.Add("x-fake-record", "true");
        using var response = await client.SendAsync(request);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return Assert.Single(await UpstreamTally.OfAsync(platform, response.RequestId())).RequestBody!;
    }
}
