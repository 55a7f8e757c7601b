using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Platform.Contracts;
using Xunit;

namespace Platform.Tests.Stories.Protocols;

/// <summary>What can be asked besides a conversation, and conversations that go on from a response.</summary>
[Collection(PlatformCollection.Name)]
public sealed class EndpointStories(PlatformFixture platform)
{
    [Fact]
    public async Task Embeddings_cost_their_input()
    {
        var (person, client) = await RegisterAsync();
        foreach (var (format, kind) in ((string, JsonValueKind)[])[("float", JsonValueKind.Array), ("base64", JsonValueKind.String)])
        {
            var (status, answer) = await AskAsync(
                client,
                "/v1/embeddings",
                $$"""{"model":"text-embedding-3-small","input":["Hello","there"],"encoding_format":"{{format}}"}"""
            );
            Assert.Equal(
                (HttpStatusCode.OK, 2, kind),
                (status, answer.GetProperty("data").GetArrayLength(), answer.GetProperty("data")[0].GetProperty("embedding").ValueKind)
            );
        }

        Assert.All(
            await person.UsageAsync(2),
            record =>
            {
                Assert.Equal(
                    (Outcome.Completed, UsageSource.Upstream, 0L, "/v1/embeddings"),
                    (record.Outcome, record.Source, record.Usage.Output, record.Endpoint)
                );
                Assert.True(record.Usage.Input > 0);
                Assert.Equal(record.Price.Cost(record.Usage), record.Charge);
                Assert.True(record.Charge > Money.Zero);
            }
        );
        await platform.ExpectSettledAsync(person);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Legacy_completions_cost_their_tokens(bool stream)
    {
        var (person, client) = await RegisterAsync();
        using var response = await client.SendAsync(
            Post("/v1/completions", $$"""{"model":"fake-echo","prompt":"Say it again","stream":{{(stream ? "true" : "false")}}}""")
        );
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Contains("\"text\":\"", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        var record = Assert.Single(await person.UsageAsync(1));
        Assert.Equal((Outcome.Completed, UsageSource.Upstream), (record.Outcome, record.Source));
        Assert.True(record.Usage.Output > 0 && record.Charge > Money.Zero);
        await platform.ExpectSettledAsync(person);
    }

    /// <summary>Claude Code asks for 24 of them at once.</summary>
    [Fact]
    public async Task Counting_tokens_is_free_and_leaves_a_receipt()
    {
        var (person, client) = await RegisterAsync();
        var before = await person.BalanceAsync();
        using var response = await client.SendAsync(
            Post("/v1/messages/count_tokens", """{"model":"fake-messages","messages":[{"role":"user","content":"How many?"}]}""")
        );
        Assert.True(JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement.GetProperty("input_tokens").GetInt64() > 0);
        var record = Assert.Single(await person.UsageAsync(1));
        Assert.Equal((Outcome.Completed, Money.Zero, "/v1/messages/count_tokens"), (record.Outcome, record.Charge, record.Endpoint));
        Assert.Equal(before, await person.BalanceAsync());
        using var receipt = await client.GetAsync($"/v1/receipts/{response.RequestId()}");
        Assert.Equal(HttpStatusCode.OK, receipt.StatusCode);
        await platform.ExpectSettledAsync(person);
    }

    [Theory]
    [InlineData("fake-chat")]
    [InlineData("fake-responses")]
    public async Task Tokens_are_estimated_where_no_upstream_counts_them(string model)
    {
        var (person, client) = await RegisterAsync();
        var (status, answer) = await AskAsync(
            client,
            "/v1/messages/count_tokens",
            $$"""{"model":"{{model}}","messages":[{"role":"user","content":"How many?"}]}"""
        );
        // 39 bytes of messages at four bytes a token.
        Assert.Equal((HttpStatusCode.OK, """{"input_tokens":10}"""), (status, answer.GetRawText()));
        Assert.Equal(Money.Zero, (await person.BalanceAsync()).Held);
    }

    [Theory]
    [InlineData("/v1/embeddings", """{"model":"fake-chat","input":"Hello"}""", "/v1/chat/completions, /v1/responses, /v1/messages")]
    [InlineData(
        "/v1/chat/completions",
        """{"model":"text-embedding-3-small","messages":[{"role":"user","content":"Hi"}]}""",
        "/v1/embeddings"
    )]
    [InlineData("/v1/completions", """{"model":"fake-messages","prompt":"Hello"}""", "/v1/chat/completions, /v1/responses, /v1/messages")]
    public async Task A_model_asked_at_the_wrong_endpoint_is_refused_with_the_right_ones(string path, string body, string right)
    {
        var (_, client) = await RegisterAsync();
        var (status, answer) = await AskAsync(client, path, body);
        var error = answer.GetProperty("error");
        Assert.Equal(
            (HttpStatusCode.BadRequest, "endpoint_not_served", "model"),
            (status, error.GetProperty("code").GetString(), error.GetProperty("param").GetString())
        );
        Assert.Contains($"it answers at {right}", error.GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    /// <summary>
    /// The answer repeats the whole conversation, so what was said before must have reached the upstream, in whichever protocol.
    /// </summary>
    [Theory]
    [InlineData("fake-responses", "fake-responses", false)]
    [InlineData("fake-chat", "fake-chat", true)]
    [InlineData("fake-chat", "fake-messages", false)]
    [InlineData("fake-responses", "fake-messages", true)]
    public async Task A_conversation_goes_on_from_a_response_even_with_another_model(string first, string second, bool stream)
    {
        var (person, client) = await RegisterAsync();
        var id = await RespondAsync(
            client,
            $$"""{"model":"{{first}}","input":"My name is Ada","stream":{{(stream ? "true" : "false")}}}""",
            stream
        );
        var alone = (await AskAsync(client, "/v1/responses", $$"""{"model":"{{second}}","input":"Who am I?"}""")).Answer;
        var (status, answer) = await AskAsync(
            client,
            "/v1/responses",
            $$"""{"model":"{{second}}","input":"Who am I?","previous_response_id":"{{id}}"}"""
        );
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.True(InputOf(answer) > InputOf(alone), $"{InputOf(answer)} tokens with what was said before, {InputOf(alone)} without");
        var third = answer.GetProperty("id").GetString();
        var (_, longer) = await AskAsync(
            client,
            "/v1/responses",
            $$"""{"model":"{{second}}","input":"Who am I?","previous_response_id":"{{third}}"}"""
        );
        Assert.True(InputOf(longer) > InputOf(answer));
        if (second != "fake-responses")
            Assert.Equal(third, longer.GetProperty("previous_response_id").GetString());
        Assert.Equal(4, (await person.UsageAsync(4)).Count);
        await platform.ExpectSettledAsync(person);
    }

    [Fact]
    public async Task Nobody_goes_on_from_a_response_that_is_not_theirs_or_was_not_to_be_kept()
    {
        var (_, ada) = await RegisterAsync();
        var (_, eve) = await RegisterAsync();
        var theirs = await RespondAsync(ada, """{"model":"fake-responses","input":"A secret"}""", stream: false);
        var unkept = await RespondAsync(eve, """{"model":"fake-responses","input":"Not kept","store":false}""", stream: false);
        foreach (var id in (string[])[theirs, unkept, "resp_never"])
        {
            var (status, answer) = await AskAsync(
                eve,
                "/v1/responses",
                $$"""{"model":"fake-responses","input":"Go on","previous_response_id":"{{id}}"}"""
            );
            var error = answer.GetProperty("error");
            Assert.Equal(
                (HttpStatusCode.BadRequest, "previous_response_not_found", "previous_response_id"),
                (status, error.GetProperty("code").GetString(), error.GetProperty("param").GetString())
            );
        }
    }

    /// <summary>As some versions of Cursor do.</summary>
    [Theory]
    [InlineData("fake-chat")]
    [InlineData("fake-responses")]
    [InlineData("fake-messages")]
    public async Task A_body_of_the_Responses_shape_sent_to_chat_is_answered_as_a_chat(string model)
    {
        var (_, client) = await RegisterAsync();
        var (status, answer) = await AskAsync(
            client,
            "/v1/chat/completions",
            $$"""{"model":"{{model}}","input":[{"role":"user","content":"Say hello"}],"stream":false}"""
        );
        Assert.Equal((HttpStatusCode.OK, "chat.completion"), (status, answer.GetProperty("object").GetString()));
        Assert.Contains(
            "Say hello",
            answer.GetProperty("choices")[0].GetProperty("message").GetProperty("content").GetString(),
            StringComparison.Ordinal
        );
    }

    /// <summary>Refused by name before anything reaches an upstream, and free.</summary>
    [Theory]
    [InlineData("/v1/responses", """{"model":"fake-chat","input":"Hi","functions":[{"name":"f"}]}""", "functions")]
    [InlineData("/v1/chat/completions", """{"model":"fake-messages","n":2,"messages":[{"role":"user","content":"Hi"}]}""", "n")]
    [InlineData(
        "/v1/messages",
        """{"model":"fake-chat","max_tokens":9,"messages":[{"role":"user","content":"Hi"}],"mcp_servers":[{"type":"url","url":"https://example.com","name":"x"}]}""",
        "mcp_servers"
    )]
    public async Task What_an_upstreams_protocol_has_no_words_for_is_refused_by_its_name(string path, string body, string field)
    {
        var (person, client) = await RegisterAsync();
        var (status, answer) = await AskAsync(client, path, body);
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Contains(field, answer.GetProperty("error").GetRawText(), StringComparison.Ordinal);
        Assert.All(await person.UsageAsync(1), record => Assert.Equal(Money.Zero, record.Charge));
    }

    private async Task<(Person Person, HttpClient Client)> RegisterAsync()
    {
        var person = await Person.RegisterAsync(platform);
        return (person, await person.ClientAsync());
    }

    private static HttpRequestMessage Post(string path, string body) =>
        new(HttpMethod.Post, path) { Content = new StringContent(body, Encoding.UTF8, MediaTypeHeaderValue.Parse("application/json")) };

    private static async Task<(HttpStatusCode Status, JsonElement Answer)> AskAsync(HttpClient client, string path, string body)
    {
        using var response = await client.SendAsync(Post(path, body));
        return (response.StatusCode, JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement);
    }

    /// <summary>The id of the response.</summary>
    private static async Task<string> RespondAsync(HttpClient client, string body, bool stream)
    {
        using var response = await client.SendAsync(Post("/v1/responses", body));
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.StatusCode == HttpStatusCode.OK, text);
        var json = stream ? text.Split('\n').Last(line => line.StartsWith("data: ", StringComparison.Ordinal))["data: ".Length..] : text;
        var root = JsonDocument.Parse(json).RootElement;
        return (stream ? root.GetProperty("response") : root).GetProperty("id").GetString()!;
    }

    private static long InputOf(JsonElement response) => response.GetProperty("usage").GetProperty("input_tokens").GetInt64();
}
