using System.Text.Json;
using Platform.FakeUpstream.Tally;
using Xunit;

namespace Platform.Tests.Unit.FakeUpstream.Messages;

public sealed class MessagesWholeTests
{
    private const string Hi = "\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]";

    [Fact]
    public async Task A_message_has_Anthropics_shape_and_counts_the_cache_apart()
    {
        var asked = await Ask(
            """{"model":"claude-haiku-4-5","max_tokens":100,"tool_choice":{"type":"tool","name":"f"},"tools":[{"type":"web_search_20250305","name":"web_search"},{"name":"f","input_schema":{"properties":{"a":{"type":"integer"}}}}],"""
                + Hi
                + "}",
            "reasoning=3, cached=5, cache-write=4"
        );

        Assert.Equal(
            """
            {"id":"msg_ID","type":"message","role":"assistant","model":"claude-haiku-4-5","content":[{"type":"thinking","thinking":"Let me think","signature":"ZmFrZS11cHN0cmVhbS1zaWduYXR1cmU="},{"type":"tool_use","id":"toolu_ID","name":"f","input":{"a":1}}],"stop_reason":"tool_use","stop_sequence":null,"usage":{"input_tokens":29,"cache_creation_input_tokens":4,"cache_read_input_tokens":5,"cache_creation":{"ephemeral_5m_input_tokens":4,"ephemeral_1h_input_tokens":0},"service_tier":"standard","output_tokens":5,"output_tokens_details":{"thinking_tokens":3}}}
            """,
            asked.Text
        );
        Assert.Equal(
            (Outcome.Completed, 38L, 5L, 4L, 5L),
            (
                asked.Served.Outcome,
                asked.Served.PromptTokens,
                asked.Served.CachedTokens,
                asked.Served.CacheWriteTokens,
                asked.Served.CompletionTokens
            )
        );
    }

    [Theory]
    [InlineData(
        """{"role":"user","content":[{"type":"text","text":"<system-reminder>"},{"type":"image","source":{}},{"type":"text","text":"Hi","cache_control":{"type":"ephemeral"}}]},{"role":"system","content":"Be brief"}""",
        "You said: Hi\n"
    )]
    [InlineData(
        """{"role":"user","content":"x"},{"role":"assistant","content":[{"type":"tool_use","id":"t","name":"f","input":{}}]},{"role":"user","content":[{"type":"tool_result","tool_use_id":"t","content":[{"type":"text","text":"42"}]},{"type":"text","text":"<reminder>"}]}""",
        "The tool answered: 42\n"
    )]
    public async Task The_last_words_are_answered(string messages, string beginning)
    {
        var asked = await Ask(
            $$"""{"model":"claude-haiku-4-5","max_tokens":100,"system":[{"type":"text","text":"s"}],"metadata":{"user_id":"u"},"messages":[{{messages}}]}"""
        );

        Assert.StartsWith(
            beginning,
            JsonElement.Parse(asked.Raw).GetProperty("content")[0].GetProperty("text").GetString(),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_stop_sequence_ends_the_text_before_it() =>
        Assert.Contains(
            """
            "content":[{"type":"text","text":"You said: Hi\n\nThis "}],"stop_reason":"stop_sequence","stop_sequence":"answer"
            """,
            (await Ask("""{"model":"claude-haiku-4-5","max_tokens":100,"stop_sequences":["made","answer"],""" + Hi + "}")).Text,
            StringComparison.Ordinal
        );

    [Fact]
    public async Task A_thought_is_kept_back_from_who_switched_thinking_off() =>
        Assert.DoesNotContain(
            "\"type\":\"thinking\"",
            (await Ask("""{"model":"claude-haiku-4-5","max_tokens":100,"thinking":{"type":"disabled"},""" + Hi + "}", "reasoning=3")).Text,
            StringComparison.Ordinal
        );

    [Theory]
    [InlineData(
        "{\"model\":\"claude-haiku-4-5\"," + Hi + "}",
        "",
        400,
        "invalid_request_error",
        "Missing required parameter: 'max_tokens'."
    )]
    [InlineData(
        "{\"model\":\"claude-9\",\"max_tokens\":1," + Hi + "}",
        "",
        404,
        "not_found_error",
        "The model `claude-9` does not exist or you do not have access to it."
    )]
    [InlineData(
        "{\"model\":\"claude-haiku-4-5\",\"max_tokens\":1," + Hi + "}",
        "status=529, retry-after=2",
        529,
        "overloaded_error",
        "Overloaded"
    )]
    [InlineData(
        "{\"model\":\"claude-haiku-4-5\",\"max_tokens\":1," + Hi + "}",
        "status=429",
        429,
        "rate_limit_error",
        "Rate limit reached for claude-haiku-4-5 on requests per min. Please try again later."
    )]
    public async Task An_error_has_Anthropics_shape(string body, string script, int status, string type, string message)
    {
        var asked = await Ask(body, script);

        Assert.Equal(
            (status, $$$"""{"type":"error","error":{"type":"{{{type}}}","message":"{{{message}}}"},"request_id":"req_ID"}"""),
            (asked.Http.Response.StatusCode, asked.Text)
        );
        Assert.Contains(asked.Http.Response.Headers["request-id"].ToString(), asked.Raw, StringComparison.Ordinal);
        Assert.Equal(script.Contains("retry", StringComparison.Ordinal) ? "2" : "", asked.Http.Response.Headers.RetryAfter.ToString());
    }

    [Fact]
    public async Task Counting_tokens_is_free_and_agrees_with_asking()
    {
        var counted = await Conversation.At("/v1/messages/count_tokens", """{"model":"claude-haiku-4-5","system":"Be brief",""" + Hi + "}");
        var asked = await Ask("""{"model":"claude-haiku-4-5","max_tokens":9,"system":"Be brief",""" + Hi + "}");

        Assert.Equal($$"""{"input_tokens":{{asked.Served.PromptTokens}}}""", counted.Text);
        Assert.Equal(
            (Outcome.Completed, "count_tokens", 0L, 0L),
            (counted.Served.Outcome, counted.Served.Protocol, counted.Served.PromptTokens, counted.Served.CompletionTokens)
        );
    }

    private static Task<Conversation> Ask(string body, string script = "") =>
        Conversation.At("/v1/messages", body, ("x-fake-script", script));
}
