using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using Platform.Contracts;
using Platform.Gateway.Errors;
using Platform.Gateway.Pipeline;
using Xunit;

namespace Platform.Tests.Unit.Gateway.Wire;

/// <summary>The same error as literal text in the three dialects.</summary>
public sealed class ErrorWriterTests
{
    private static readonly ErrorWriter Writer = new(Options.Create(new PublicAddresses { ErrorDocs = "http://docs/errors" }));
    private static readonly ApiError Away = new(503, "server_error", "service_unavailable", "It's away.", RetryAfter: TimeSpan.FromSeconds(2));
    private static readonly ApiError Wrong = new(400, "invalid_request_error", "invalid_request_error", "No \"such\" field.", "messages[0]");

    private static Call CallTo(string path)
    {
        var http = new DefaultHttpContext();
        http.Request.Path = path;
        http.Response.Body = new MemoryStream();
        return new Call(http, TimeProvider.System);
    }

    private static async Task<string> WriteAsync(Call call, ApiError error)
    {
        Assert.True(await Writer.WriteAsync(call, error));
        return Encoding.UTF8.GetString(((MemoryStream)call.Http.Response.Body).ToArray());
    }

    [Theory]
    [InlineData("/v1/chat/completions")]
    [InlineData("/v1/responses")]
    [InlineData("/v1/embeddings")]
    public async Task OpenAIs_clients_get_all_four_keys(string path) => Assert.Equal(
        """{"error":{"message":"No \"such\" field. See http://docs/errors/invalid_request_error","type":"invalid_request_error","param":"messages[0]","code":"invalid_request_error"}}""",
        await WriteAsync(CallTo(path), Wrong));

    [Fact]
    public async Task Anthropics_clients_get_its_types_our_code_and_the_request_id()
    {
        var call = CallTo("/v1/messages");
        Assert.Equal(
            $$$"""{"type":"error","error":{"type":"overloaded_error","message":"It's away. See http://docs/errors/service_unavailable","code":"service_unavailable"},"request_id":"{{{call.RequestId}}}"}""",
            await WriteAsync(call, Away));
        Assert.Equal((503, "2"), (call.Http.Response.StatusCode, call.Http.Response.Headers.RetryAfter.ToString()));
    }

    [Fact]
    public async Task What_cannot_be_mended_by_trying_again_says_so()
    {
        var call = CallTo("/v1/messages");
        await WriteAsync(call, Wrong);
        Assert.Equal("false", call.Http.Response.Headers["x-should-retry"].ToString());
        Assert.Equal(0, call.Http.Response.Headers.RetryAfter.Count);
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
    public async Task Anthropics_type_follows_from_the_status(int status, string type) => Assert.StartsWith(
        $$$"""{"type":"error","error":{"type":"{{{type}}}",""", await WriteAsync(CallTo("/v1/messages"), Wrong with { Status = status }), StringComparison.Ordinal);

    [Fact]
    public async Task A_want_of_money_is_Anthropics_billing_error()
    {
        Assert.Contains("\"type\":\"billing_error\"", await WriteAsync(CallTo("/v1/messages"), ApiErrors.OutOfCredit(Money.Zero, Money.Zero)), StringComparison.Ordinal);
        Assert.Contains("\"type\":\"billing_error\"", await WriteAsync(CallTo("/v1/messages"), ApiErrors.KeyLimitExceeded(Money.Zero, Money.Zero)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_chat_stream_ends_with_the_error_as_data() => Assert.Equal(
        """data: {"error":{"message":"It's away. See http://docs/errors/service_unavailable","type":"service_unavailable","param":null,"code":"service_unavailable"}}""" + "\n\n",
        Encoding.UTF8.GetString(Writer.AsStreamEvent(CallTo("/v1/chat/completions"), Away)));

    [Fact]
    public void A_stream_of_messages_ends_with_an_error_event()
    {
        var call = CallTo("/v1/messages");
        Assert.Equal(
            "event: error\ndata: " + $$$"""{"type":"error","error":{"type":"overloaded_error","message":"It's away. See http://docs/errors/service_unavailable","code":"service_unavailable"},"request_id":"{{{call.RequestId}}}"}""" + "\n\n",
            Encoding.UTF8.GetString(Writer.AsStreamEvent(call, Away)));
    }

    [Fact]
    public void A_stream_of_responses_ends_with_an_error_for_sdks_and_a_failed_response()
    {
        var call = CallTo("/v1/responses");
        const string message = "It's away. See http://docs/errors/service_unavailable";
        Assert.Equal(
            "event: error\ndata: "
            + $$$"""{"type":"error","sequence_number":7,"code":"service_unavailable","message":"{{{message}}}","param":null,"error":{"message":"{{{message}}}","type":"server_error","param":null,"code":"service_unavailable"}}"""
            + "\n\nevent: response.failed\ndata: "
            + $$$"""{"type":"response.failed","sequence_number":8,"response":{"id":"resp_{{{call.RequestId[4..]}}}","object":"response","created_at":{{{call.StartedAt.ToUnixTimeSeconds()}}},"status":"failed","error":{"code":"service_unavailable","message":"{{{message}}}"},"incomplete_details":null,"model":null,"output":[],"usage":null}}"""
            + "\n\n",
            Encoding.UTF8.GetString(Writer.AsStreamEvent(call, Away, new StreamPosition(null, 7))));
    }

    [Fact]
    public void A_failed_response_that_cannot_be_mended_by_trying_again_has_the_code_at_which_codex_stops()
    {
        var events = Encoding.UTF8.GetString(Writer.AsStreamEvent(CallTo("/v1/responses"), ApiErrors.CreditGoneMidway(), new StreamPosition("resp_theirs", 3))).Split("\n\n");
        using var error = JsonDocument.Parse(events[0]["event: error\ndata: ".Length..]);
        using var failed = JsonDocument.Parse(events[1]["event: response.failed\ndata: ".Length..]);
        Assert.Equal("insufficient_quota", error.RootElement.GetProperty("error").GetProperty("code").GetString());
        var response = failed.RootElement.GetProperty("response");
        Assert.Equal("resp_theirs", response.GetProperty("id").GetString());
        Assert.Equal("invalid_prompt", response.GetProperty("error").GetProperty("code").GetString());
    }
}
