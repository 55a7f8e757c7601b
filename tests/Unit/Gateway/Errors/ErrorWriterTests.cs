using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Options;
using Platform.Contracts;
using Platform.Gateway.Errors;
using Platform.Till;
using Xunit;

namespace Platform.Tests.Unit.Gateway.Errors;

/// <summary>The same error as literal text in the three dialects.</summary>
public sealed class ErrorWriterTests
{
    private static readonly ErrorWriter Writer = new(Options.Create(new PublicAddresses { ErrorDocs = "http://docs/errors" }));
    private static readonly ApiError Away = new(
        503,
        "server_error",
        "service_unavailable",
        "It's away.",
        RetryAfter: TimeSpan.FromSeconds(2)
    );
    private static readonly ApiError Wrong = new(
        400,
        "invalid_request_error",
        "invalid_request_error",
        "No \"such\" field.",
        "messages[0]"
    );

    private static readonly Action<Utf8JsonWriter> Echo = json => json.WriteNull("instructions");

    private static readonly DateTimeOffset StartedAt = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    private static DefaultHttpContext RequestTo(string path) =>
        new()
        {
            TraceIdentifier = "req_1",
            Request = { Path = path },
            Response = { Body = new MemoryStream() },
        };

    private static async Task<string> WriteAsync(HttpContext http, ApiError error)
    {
        Assert.True(await Writer.WriteAsync(http, error));
        return Encoding.UTF8.GetString(((MemoryStream)http.Response.Body).ToArray());
    }

    private static string StreamEvent(Dialect dialect, ApiError error, StreamPosition position = default) =>
        Encoding.UTF8.GetString(Writer.ToStreamEvent(new FailedStream(dialect, "req_1", StartedAt, "m", Echo, position), error));

    [Theory]
    [InlineData("/v1/chat/completions")]
    [InlineData("/v1/responses")]
    [InlineData("/v1/embeddings")]
    public async Task OpenAIs_clients_get_all_four_keys(string path) =>
        Assert.Equal(
            """{"error":{"message":"No \"such\" field. See http://docs/errors/invalid_request_error","type":"invalid_request_error","param":"messages[0]","code":"invalid_request_error"}}""",
            await WriteAsync(RequestTo(path), Wrong)
        );

    [Fact]
    public async Task Anthropics_clients_get_its_types_our_code_and_the_request_id()
    {
        var http = RequestTo("/v1/messages");
        Assert.Equal(
            $$$"""{"type":"error","error":{"type":"overloaded_error","message":"It's away. See http://docs/errors/service_unavailable","code":"service_unavailable"},"request_id":"req_1"}""",
            await WriteAsync(http, Away)
        );
        Assert.Equal((503, "2"), (http.Response.StatusCode, http.Response.Headers.RetryAfter.ToString()));
    }

    [Theory]
    [InlineData(403, "insufficient_quota", 403)]
    [InlineData(402, "insufficient_quota", 402)]
    [InlineData(402, "key_limit_exceeded", 403)]
    public async Task An_operator_chooses_the_status_of_missing_credit(int setting, string code, int status)
    {
        var writer = new ErrorWriter(
            Options.Create(new PublicAddresses()),
            Options.Create(new ErrorOptions { OutOfCreditStatus = setting })
        );
        foreach (var path in (string[])["/v1/chat/completions", "/v1/responses", "/v1/messages"])
        {
            var http = RequestTo(path);
            await writer.WriteAsync(
                http,
                code == "insufficient_quota" ? ApiErrors.OutOfCredit(default, default) : ApiErrors.KeyLimitExceeded(default, default)
            );
            Assert.Equal((status, "false"), (http.Response.StatusCode, http.Response.Headers["x-should-retry"].ToString()));
            var body = Encoding.UTF8.GetString(((MemoryStream)http.Response.Body).ToArray());
            Assert.Contains($"\"code\":\"{code}\"", body, StringComparison.Ordinal);
            Assert.Contains(
                path == "/v1/messages" ? "\"type\":\"billing_error\"" : "\"type\":\"insufficient_quota\"",
                body,
                StringComparison.Ordinal
            );
        }
    }

    [Fact]
    public async Task What_cannot_be_mended_by_trying_again_says_so()
    {
        var http = RequestTo("/v1/messages");
        await WriteAsync(http, Wrong);
        Assert.Equal("false", http.Response.Headers["x-should-retry"].ToString());
        Assert.Equal(0, http.Response.Headers.RetryAfter.Count);
    }

    [Theory]
    [InlineData(400, "invalid_request_error")]
    [InlineData(401, "authentication_error")]
    [InlineData(403, "permission_error")]
    [InlineData(404, "not_found_error")]
    [InlineData(409, "invalid_request_error")]
    [InlineData(413, "request_too_large")]
    [InlineData(422, "invalid_request_error")]
    [InlineData(429, "rate_limit_error")]
    [InlineData(502, "api_error")]
    [InlineData(503, "overloaded_error")]
    [InlineData(504, "timeout_error")]
    public async Task Anthropics_type_follows_from_the_status(int status, string type) =>
        Assert.StartsWith(
            $$$"""{"type":"error","error":{"type":"{{{type}}}",""",
            await WriteAsync(RequestTo("/v1/messages"), Wrong with { Status = status }),
            StringComparison.Ordinal
        );

    [Fact]
    public async Task A_want_of_money_is_Anthropics_billing_error()
    {
        Assert.Contains(
            "\"type\":\"billing_error\"",
            await WriteAsync(RequestTo("/v1/messages"), ApiErrors.OutOfCredit(Money.Zero, Money.Zero)),
            StringComparison.Ordinal
        );
        Assert.Contains(
            "\"type\":\"billing_error\"",
            await WriteAsync(RequestTo("/v1/messages"), ApiErrors.KeyLimitExceeded(Money.Zero, Money.Zero)),
            StringComparison.Ordinal
        );
    }

    /// <summary>Claude Code acts on the words, and reads the counts.</summary>
    [Theory]
    [InlineData("prompt is too long: 210000 tokens > 200000 maximum", "prompt is too long: 210000 tokens > 200000 maximum")]
    [InlineData(
        "This model's maximum context length is 128000 tokens. However, your messages resulted in 130000 tokens.",
        "prompt is too long: 130000 tokens > 128000 maximum. This model's maximum context length is 128000 tokens. However, your messages resulted in 130000 tokens."
    )]
    [InlineData(
        "gpt-4-0613: the input token count (1,200,000) exceeds 1048576.",
        "prompt is too long: 1200000 tokens > 1048576 maximum. gpt-4-0613: the input token count (1,200,000) exceeds 1048576."
    )]
    [InlineData("Your input exceeds the context window.", "prompt is too long: Your input exceeds the context window.")]
    [InlineData(
        "input length and `max_tokens` exceed context limit: 190000 + 20000 > 200000",
        "input length and `max_tokens` exceed context limit: 190000 + 20000 > 200000"
    )]
    public async Task A_prompt_that_is_too_long_is_said_in_Anthropics_words(string message, string expected)
    {
        var error = ApiErrors.ContextLengthExceeded(message, "messages");
        Assert.StartsWith(
            $$$"""{"type":"error","error":{"type":"invalid_request_error","message":"{{{expected}}} See """,
            await WriteAsync(RequestTo("/v1/messages"), error),
            StringComparison.Ordinal
        );
        Assert.StartsWith(
            $$$"""{"error":{"message":"{{{message}}} See http://docs/errors/context_length_exceeded","type":"invalid_request_error","param":"messages","code":"context_length_exceeded"}}""",
            await WriteAsync(RequestTo("/v1/chat/completions"), error),
            StringComparison.Ordinal
        );
        // Codex compacts on this code.
        Assert.Contains(
            "\"status\":\"failed\",\"error\":{\"code\":\"context_length_exceeded\"",
            StreamEvent(Dialect.Responses, error),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_model_that_is_overloaded_has_Anthropics_status_and_type()
    {
        var (theirs, openAI) = (RequestTo("/v1/messages"), RequestTo("/v1/responses"));
        var error = ApiErrors.UpstreamOverloaded("m", TimeSpan.FromSeconds(7));
        Assert.StartsWith(
            """{"type":"error","error":{"type":"overloaded_error",""",
            await WriteAsync(theirs, error),
            StringComparison.Ordinal
        );
        Assert.Equal((529, "7"), (theirs.Response.StatusCode, theirs.Response.Headers.RetryAfter.ToString()));
        Assert.Contains("\"code\":\"overloaded_error\"", await WriteAsync(openAI, error), StringComparison.Ordinal);
        Assert.Equal((503, "7"), (openAI.Response.StatusCode, openAI.Response.Headers.RetryAfter.ToString()));
    }

    /// <summary>Codex gives up at a 429 at once, and waits at a 503.</summary>
    [Theory]
    [InlineData("/v1/chat/completions", 429, 429)]
    [InlineData("/v1/messages", 429, 429)]
    [InlineData("/v1/responses", 503, 429)]
    public async Task A_providers_rate_limit_is_a_503_in_Responses_and_the_keys_own_is_not(string path, int providers, int own)
    {
        var http = RequestTo(path);
        var body = await WriteAsync(http, ApiErrors.UpstreamRateLimited("m", TimeSpan.FromSeconds(7)));
        Assert.Equal((providers, "7"), (http.Response.StatusCode, http.Response.Headers.RetryAfter.ToString()));
        Assert.Contains("\"code\":\"rate_limit_exceeded\"", body, StringComparison.Ordinal);
        var limited = RequestTo(path);
        await WriteAsync(limited, ApiErrors.RateLimited(LimitScope.Key, "m", 60, TimeSpan.FromSeconds(7)));
        Assert.Equal(own, limited.Response.StatusCode);
    }

    /// <summary>The code is the upstream's, the page ours.</summary>
    [Fact]
    public async Task An_upstreams_code_is_sent_and_the_page_is_that_of_ours()
    {
        var error = ApiErrors.RefusedByUpstream("No.", "tool_choice") with { UpstreamCode = "invalid_value" };
        Assert.Equal(
            """{"error":{"message":"No. See http://docs/errors/invalid_request_error","type":"invalid_request_error","param":"tool_choice","code":"invalid_value"}}""",
            await WriteAsync(RequestTo("/v1/chat/completions"), error)
        );
        Assert.Contains("\"code\":\"invalid_value\"", StreamEvent(Dialect.Anthropic, error), StringComparison.Ordinal);
    }

    [Fact]
    public void A_chat_stream_ends_with_the_error_as_data() =>
        Assert.Equal(
            """data: {"error":{"message":"It's away. See http://docs/errors/service_unavailable","type":"service_unavailable","param":null,"code":"service_unavailable"}}"""
                + "\n\n",
            StreamEvent(Dialect.OpenAI, Away)
        );

    [Fact]
    public void A_stream_of_messages_ends_with_an_error_event()
    {
        Assert.Equal(
            "event: error\ndata: "
                + $$$"""{"type":"error","error":{"type":"overloaded_error","message":"It's away. See http://docs/errors/service_unavailable","code":"service_unavailable"},"request_id":"req_1"}"""
                + "\n\n",
            StreamEvent(Dialect.Anthropic, Away)
        );
    }

    [Fact]
    public void A_stream_of_responses_ends_with_an_error_for_sdks_and_a_failed_response()
    {
        const string message = "It's away. See http://docs/errors/service_unavailable";
        Assert.Equal(
            "event: error\ndata: "
                + $$$"""{"type":"error","sequence_number":7,"code":"service_unavailable","message":"{{{message}}}","param":null,"error":{"message":"{{{message}}}","type":"server_error","param":null,"code":"service_unavailable"}}"""
                + "\n\nevent: response.failed\ndata: "
                + $$$"""{"type":"response.failed","sequence_number":8,"response":{"id":"resp_1","object":"response","created_at":{{{StartedAt.ToUnixTimeSeconds()}}},"status":"failed","error":{"code":"server_error","message":"{{{message}}}","reason":"service_unavailable"},"incomplete_details":null,"model":"m","output":[],"instructions":null}}"""
                + "\n\n",
            StreamEvent(Dialect.Responses, Away, new StreamPosition(null, 7))
        );
    }

    [Fact]
    public void A_failed_response_that_cannot_be_mended_by_trying_again_has_the_code_at_which_codex_stops()
    {
        var events = StreamEvent(Dialect.Responses, ApiErrors.CreditExhaustedMidStream(), new StreamPosition("resp_theirs", 3))
            .Split("\n\n");
        using var error = JsonDocument.Parse(events[0]["event: error\ndata: ".Length..]);
        using var failed = JsonDocument.Parse(events[1]["event: response.failed\ndata: ".Length..]);
        Assert.Equal("insufficient_quota", error.RootElement.GetProperty("error").GetProperty("code").GetString());
        var response = failed.RootElement.GetProperty("response");
        Assert.Equal("resp_theirs", response.GetProperty("id").GetString());
        Assert.Equal("invalid_prompt", response.GetProperty("error").GetProperty("code").GetString());
    }
}
