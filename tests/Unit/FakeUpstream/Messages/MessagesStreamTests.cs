using Platform.FakeUpstream.Tally;
using Xunit;

namespace Platform.Tests.Unit.FakeUpstream.Messages;

public sealed class MessagesStreamTests
{
    private const string Start =
        """{"type":"message_start","message":{"id":"msg_ID","type":"message","role":"assistant","model":"claude-haiku-4-5","content":[],"stop_reason":null,"stop_sequence":null,"usage":{"input_tokens":8,"cache_creation_input_tokens":0,"cache_read_input_tokens":0,"cache_creation":{"ephemeral_5m_input_tokens":0,"ephemeral_1h_input_tokens":0},"service_tier":"standard","output_tokens":1,"output_tokens_details":{"thinking_tokens":0}}}}""";

    [Fact]
    public async Task A_text_comes_as_Anthropics_events()
    {
        var asked = await Ask("\"max_tokens\":6");

        Assert.Equal(
            [
                Start,
                """{"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}""",
                """{"type":"ping"}""",
                """{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"You said: Hi\n\nThis"}}""",
                """{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":" answe"}}""",
                """{"type":"content_block_stop","index":0}""",
                """{"type":"message_delta","delta":{"stop_reason":"max_tokens","stop_sequence":null},"usage":{"input_tokens":8,"cache_creation_input_tokens":0,"cache_read_input_tokens":0,"output_tokens":6,"output_tokens_details":{"thinking_tokens":0}}}""",
                """{"type":"message_stop"}""",
            ],
            asked.Data()
        );
        Assert.Equal(
            (Outcome.Completed, "messages", 8L, 6L, true),
            (asked.Served.Outcome, asked.Served.Protocol, asked.Served.PromptTokens, asked.Served.CompletionTokens, asked.Served.UsageSent)
        );
    }

    [Fact]
    public async Task A_thought_and_parallel_calls_are_blocks_each()
    {
        var asked = await Ask(
            """
            "max_tokens":100,"thinking":{"type":"adaptive"},"tool_choice":{"type":"any"},"tools":[{"name":"f","input_schema":{"properties":{"a":{"type":"string"}}}}]
            """,
            "reasoning=3, calls=2"
        );

        Assert.Equal(
            [
                """{"type":"content_block_start","index":0,"content_block":{"type":"thinking","thinking":"","signature":""}}""",
                """{"type":"ping"}""",
                """{"type":"content_block_delta","index":0,"delta":{"type":"thinking_delta","thinking":"Let me think"}}""",
                """{"type":"content_block_delta","index":0,"delta":{"type":"signature_delta","signature":"ZmFrZS11cHN0cmVhbS1zaWduYXR1cmU="}}""",
                """{"type":"content_block_stop","index":0}""",
                """{"type":"content_block_start","index":1,"content_block":{"type":"tool_use","id":"toolu_ID","name":"f","input":{}}}""",
                """{"type":"content_block_delta","index":1,"delta":{"type":"input_json_delta","partial_json":"{\"a\":\"a\"}"}}""",
                """{"type":"content_block_stop","index":1}""",
                """{"type":"content_block_start","index":2,"content_block":{"type":"tool_use","id":"toolu_ID","name":"f","input":{}}}""",
                """{"type":"content_block_delta","index":2,"delta":{"type":"input_json_delta","partial_json":"{\"a\":\"a\"}"}}""",
                """{"type":"content_block_stop","index":2}""",
            ],
            asked.Data()[1..^2]
        );
        Assert.Contains("\"stop_reason\":\"tool_use\"", asked.Data()[^2], StringComparison.Ordinal);
        Assert.Equal((9L, 3L), (asked.Served.CompletionTokens, asked.Served.ReasoningTokens));
    }

    [Fact]
    public async Task An_error_in_the_stream_is_its_last_event()
    {
        var asked = await Ask("\"max_tokens\":6", "error-in-stream=1");

        Assert.EndsWith(
            "event: error\ndata: " + """{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}""" + "\n\n",
            asked.Text,
            StringComparison.Ordinal
        );
        Assert.Equal((Outcome.Cut, 5L), (asked.Served.Outcome, asked.Served.CompletionTokens));
    }

    [Fact]
    public async Task A_cut_in_a_thought_counts_what_was_thought()
    {
        var asked = await Ask("\"max_tokens\":100", "reasoning=30, cut=2");

        Assert.True(asked.Cut);
        Assert.Equal((Outcome.Cut, 8L, 6L), (asked.Served.Outcome, asked.Served.PromptTokens, asked.Served.CompletionTokens));
    }

    [Fact]
    public async Task Without_message_stop_usage_is_sent_all_the_same()
    {
        var asked = await Ask("\"max_tokens\":6", "no-done");

        Assert.StartsWith("{\"type\":\"message_delta\"", asked.Data()[^1], StringComparison.Ordinal);
        Assert.Equal((Outcome.Cut, 6L, true), (asked.Served.Outcome, asked.Served.CompletionTokens, asked.Served.UsageSent));
    }

    [Fact]
    public async Task No_usage_is_nowhere() =>
        Assert.DoesNotContain("usage", (await Ask("\"max_tokens\":6", "no-usage")).Text, StringComparison.Ordinal);

    private static Task<Conversation> Ask(string fields, string script = "") =>
        Conversation.At(
            "/v1/messages",
            $$"""{"model":"claude-haiku-4-5","stream":true,{{fields}},"messages":[{"role":"user","content":"Hi"}]}""",
            ("x-fake-script", script)
        );
}
