using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Microsoft.Extensions.Time.Testing;
using Platform.Gateway.Forwarding;
using Platform.Gateway.Metering;
using Platform.Gateway.Protocols;
using Xunit;

namespace Platform.Tests.Unit.Gateway.Forwarding;

/// <summary>Errors as the vendors word them.</summary>
public sealed class UpstreamErrorMeaningTests
{
    private static readonly FakeTimeProvider Time = new(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));

    private static Task<UpstreamFailure> RefusalAsync(int status, string body, Action<HttpResponseHeaders>? headers = null)
    {
        var response = new HttpResponseMessage((HttpStatusCode)status) { Content = new StringContent(body, Encoding.UTF8) };
        headers?.Invoke(response.Headers);
        return UpstreamRefusal.ReadAsync(response, "m", Time, CancellationToken.None);
    }

    [Theory]
    // Too long: OpenAI, Anthropic, vLLM, Google, xAI, Mistral, Bedrock, llama.cpp.
    [InlineData(
        400,
        """{"error":{"message":"This model's maximum context length is 128000 tokens.","type":"invalid_request_error","param":"messages","code":"context_length_exceeded"}}""",
        400,
        "context_length_exceeded",
        false
    )]
    [InlineData(
        400,
        """{"type":"error","error":{"type":"invalid_request_error","message":"prompt is too long: 210000 tokens > 200000 maximum"}}""",
        400,
        "context_length_exceeded",
        false
    )]
    [InlineData(
        400,
        """{"object":"error","message":"This model's maximum context length is 4096 tokens. However, you requested 5000 tokens","type":"BadRequestError","param":null,"code":400}""",
        400,
        "context_length_exceeded",
        false
    )]
    [InlineData(
        400,
        """[{"error":{"code":400,"message":"The input token count (1200000) exceeds the maximum number of tokens allowed (1048576).","status":"INVALID_ARGUMENT"}}]""",
        400,
        "context_length_exceeded",
        false
    )]
    [InlineData(
        400,
        """{"code":"Client specified an invalid argument","error":"This model's maximum prompt length is 131072 but the request contains 537812 tokens."}""",
        400,
        "context_length_exceeded",
        false
    )]
    [InlineData(
        400,
        """{"object":"error","message":"Prompt contains 40000 tokens, too large for model with 32768 maximum context length","code":"3051"}""",
        400,
        "context_length_exceeded",
        false
    )]
    [InlineData(400, """{"message":"Input is too long for requested model."}""", 400, "context_length_exceeded", false)]
    [InlineData(
        500,
        """{"error":{"code":500,"message":"too big","type":"exceed_context_size_error"}}""",
        400,
        "context_length_exceeded",
        false
    )]
    // The request's fault: the code is kept.
    [InlineData(
        400,
        """{"error":{"message":"Invalid value: 'foo'.","type":"invalid_request_error","param":"tool_choice","code":"invalid_value"}}""",
        400,
        "invalid_value",
        false
    )]
    [InlineData(422, """{"detail":"temperature must be below 2"}""", 400, "invalid_request_error", false)]
    [InlineData(400, """{"error":{"message":"no","code":"a code of\nmany words"}}""", 400, "invalid_request_error", false)]
    [InlineData(400, "<html>", 400, "invalid_request_error", false)]
    [InlineData(
        413,
        """{"type":"error","error":{"type":"request_too_large","message":"Request exceeds the maximum size"}}""",
        413,
        "request_too_large",
        false
    )]
    [InlineData(413, "", 413, "request_too_large", false)]
    // Load and limits.
    [InlineData(529, """{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}""", 503, "overloaded_error", true)]
    [InlineData(
        503,
        """{"error":{"message":"Slow down","type":"service_unavailable_error","code":"slow_down"}}""",
        503,
        "overloaded_error",
        true
    )]
    [InlineData(529, "", 503, "overloaded_error", true)]
    [InlineData(503, "", 503, "upstream_unavailable", true)]
    [InlineData(
        429,
        """{"error":{"message":"Rate limit reached","type":"requests","code":"rate_limit_exceeded"}}""",
        429,
        "rate_limit_exceeded",
        true
    )]
    [InlineData(429, "", 429, "rate_limit_exceeded", true)]
    // Our account there.
    [InlineData(
        429,
        """{"error":{"message":"You exceeded your current quota","code":"insufficient_quota"}}""",
        503,
        "upstream_unavailable",
        true
    )]
    [InlineData(
        400,
        """{"type":"error","error":{"type":"invalid_request_error","message":"Your credit balance is too low to access the Anthropic API."}}""",
        503,
        "upstream_unavailable",
        true
    )]
    [InlineData(
        400,
        """{"error":{"message":"Incorrect API key provided: sk-theirs at http://inside org-acme"}}""",
        503,
        "upstream_unavailable",
        true
    )]
    [InlineData(402, """{"error":{"message":"Insufficient credits","code":402}}""", 503, "upstream_unavailable", true)]
    [InlineData(404, """{"error":{"message":"no such model","code":"model_not_found"}}""", 503, "upstream_unavailable", true)]
    [InlineData(500, """{"error":{"message":"boom","code":"server_error"}}""", 502, "upstream_error", true)]
    [InlineData(504, "", 504, "upstream_timeout", true)]
    public async Task A_refusal_keeps_its_meaning(int upstream, string body, int status, string code, bool tryNext)
    {
        var failure = await RefusalAsync(upstream, body);
        Assert.Equal((status, code, tryNext), (failure.Error.Status, failure.Error.SentCode, failure.TryNext));
        Assert.DoesNotContain("sk-theirs", failure.Error.Message, StringComparison.Ordinal);
        // What is recorded is a code of our own.
        Assert.NotNull(Platform.Dashboard.Display.Errors.ErrorCode.Find(failure.Error.Code));
    }

    [Fact]
    public async Task How_long_to_wait_is_passed_on()
    {
        Assert.Equal(17, (await RefusalAsync(429, "", to => to.Add("Retry-After", "17"))).Error.RetryAfter!.Value.TotalSeconds);
        Assert.Equal(
            60,
            (await RefusalAsync(529, "", to => to.Add("Retry-After", "Fri, 02 Jan 2026 03:05:05 GMT"))).Error.RetryAfter!.Value.TotalSeconds
        );
        Assert.Equal(1.5, (await RefusalAsync(503, "", to => to.Add("retry-after-ms", "1500"))).Error.RetryAfter!.Value.TotalSeconds);
        var worded = await RefusalAsync(429, """{"error":{"message":"Rate limit reached. Please try again in 11.054s."}}""");
        Assert.Equal(11.054, worded.Error.RetryAfter!.Value.TotalSeconds);
        // Codex reads it from the message.
        Assert.Contains("Please try again in 12 seconds", worded.Error.Message, StringComparison.Ordinal);
        Assert.Equal(0.2, (await RefusalAsync(429, """{"error":"try again in 200ms"}""")).Error.RetryAfter!.Value.TotalSeconds);
        Assert.Equal(24, (await RefusalAsync(429, "", to => to.Add("Retry-After", "999999999"))).Error.RetryAfter!.Value.TotalHours);
    }

    /// <summary>Within an answer there is no status.</summary>
    [Theory]
    [InlineData(
        "messages",
        """{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}""",
        503,
        "overloaded_error",
        true
    )]
    [InlineData("messages", """{"type":"error","error":{"type":"rate_limit_error","message":"Slow"}}""", 429, "rate_limit_exceeded", true)]
    [InlineData(
        "messages",
        """{"type":"error","error":{"type":"invalid_request_error","message":"prompt is too long: 3 tokens > 2 maximum"}}""",
        400,
        "context_length_exceeded",
        false
    )]
    [InlineData("messages", """{"type":"error","error":{"type":"api_error","message":"Internal"}}""", 502, "upstream_error", true)]
    [InlineData(
        "responses",
        """{"type":"error","code":"context_length_exceeded","message":"Your input exceeds the context window of this model."}""",
        400,
        "context_length_exceeded",
        false
    )]
    [InlineData(
        "responses",
        """{"type":"response.failed","response":{"error":{"code":"rate_limit_exceeded","message":"Please try again in 2s."}}}""",
        429,
        "rate_limit_exceeded",
        true
    )]
    [InlineData(
        "responses",
        """{"type":"response.failed","response":{"error":{"code":"invalid_image","message":"No image."}}}""",
        400,
        "invalid_image",
        false
    )]
    [InlineData(
        "responses",
        """{"type":"response.failed","response":{"error":{"code":"server_error","message":"Sorry."}}}""",
        502,
        "upstream_error",
        true
    )]
    [InlineData("responses", """{"type":"error","code":"server_is_overloaded","message":"Busy"}""", 503, "overloaded_error", true)]
    [InlineData(
        "chat",
        """{"error":{"message":"Too long.","type":"invalid_request_error","code":"context_length_exceeded"}}""",
        400,
        "context_length_exceeded",
        false
    )]
    [InlineData("chat", """{"choices":[],"error":{"code":429,"message":"Limited"}}""", 429, "rate_limit_exceeded", true)]
    [InlineData("chat", """{"error":{"code":502,"message":"Bad"}}""", 502, "upstream_error", true)]
    [InlineData("chat", """{"object":"error","message":"maximum context length is 9","code":400}""", 400, "context_length_exceeded", false)]
    [InlineData("chat", """{"error":{"message":"\ud800","code":"\ud800"}}""", 502, "upstream_error", true)]
    [InlineData("chat", """{"error":"sorry"}""", 502, "upstream_error", true)]
    public void An_error_within_an_answer_keeps_its_meaning(string protocol, string data, int status, string code, bool tryNext)
    {
        var meter = new AnswerMeter(AnswerFormat.For(ProtocolOf(protocol)));
        Assert.Equal(AnswerEvent.Error, meter.ReadEvent(Encoding.UTF8.GetBytes($"data: {data}\n\n")));
        var failure = UpstreamErrorMeaning.Explain(meter.Error!, "m");
        Assert.Equal((status, code, tryNext), (failure.Error.Status, failure.Error.SentCode, failure.TryNext));
    }

    private static Protocol ProtocolOf(string name) =>
        name switch
        {
            "messages" => Protocol.Messages,
            "responses" => Protocol.Responses,
            _ => Protocol.Chat,
        };
}
