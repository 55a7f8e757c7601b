using System.Text;
using Platform.Gateway.Forwarding;
using Platform.Gateway.Protocols;
using Xunit;

namespace Platform.Tests.Unit.Gateway.Forwarding;

public sealed class StreamedAnswerTests
{
    private static (string Answer, string? Error) Assemble(Protocol protocol, params string[] events)
    {
        var broken = StreamedAnswer.Assemble(
            protocol,
            Encoding.UTF8.GetBytes(string.Concat(events.Select(data => $"data: {data}\n\n"))),
            error => StreamBreak.UpstreamError(error, "m"),
            out var whole
        );
        return (Encoding.UTF8.GetString(whole), broken?.Error.SentCode);
    }

    [Fact]
    public void Chunks_become_a_completion()
    {
        var (answer, error) = Assemble(
            Protocol.Chat,
            """{"id":"c","object":"chat.completion.chunk","model":"m","choices":[{"index":0,"delta":{"role":"assistant","content":""},"finish_reason":null}],"usage":null}""",
            """{"id":"c","choices":[{"index":0,"delta":{"reasoning_content":"hm","content":"Hello "},"logprobs":{"content":[{"token":"a"}]}}]}""",
            """{"id":"c","choices":[{"index":1,"delta":{"content":"other"}},{"index":0,"delta":{"content":"world"},"logprobs":{"content":[{"token":"b"}]}}]}""",
            """{"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"id":"1","type":"function","function":{"name":"f","arguments":"{\"a\""}}]}}]}""",
            """{"choices":[{"index":0,"delta":{"tool_calls":[{"function":{"arguments":":1}"}}]}}]}""",
            """{"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"id":"2","function":{"name":"g","arguments":{"b":2}}}]}}]}""",
            """{"choices":[{"index":0,"delta":{},"finish_reason":"tool_calls"},{"index":1,"delta":{},"finish_reason":"stop"}]}""",
            """{"choices":[],"usage":{"prompt_tokens":1,"completion_tokens":2}}""",
            "[DONE]"
        );
        Assert.Null(error);
        Assert.Equal(
            """{"id":"c","object":"chat.completion","model":"m","choices":[{"index":0,"message":{"role":"assistant","content":"Hello world","reasoning_content":"hm","tool_calls":[{"function":{"arguments":"{\"a\":1}","name":"f"},"id":"1","type":"function"},{"function":{"arguments":"{\"b\":2}","name":"g"},"id":"2","type":"function"}],"refusal":null},"finish_reason":"tool_calls","logprobs":{"content":[{"token":"a"},{"token":"b"}]}},{"index":1,"message":{"role":"assistant","content":"other","refusal":null},"finish_reason":"stop","logprobs":null}],"usage":{"prompt_tokens":1,"completion_tokens":2}}""",
            answer
        );
    }

    [Fact]
    public void Chunks_of_a_legacy_completion_become_one() =>
        Assert.Equal(
            ("""{"object":"text_completion","choices":[{"index":0,"text":"ab","finish_reason":"stop","logprobs":null}]}""", null),
            Assemble(
                Protocol.Completions,
                """{"object":"text_completion","choices":[{"index":0,"text":"a","finish_reason":null}]}""",
                """{"choices":[{"index":0,"text":"b","finish_reason":"stop"}]}""",
                "[DONE]"
            )
        );

    [Fact]
    public void Events_become_a_message() =>
        Assert.Equal(
            (
                """{"id":"m","type":"message","content":[{"type":"text","text":"Hello"},{"type":"tool_use","id":"t","name":"f","input":{"a":1}}],"stop_reason":"tool_use","usage":{"input_tokens":4,"output_tokens":9}}""",
                null
            ),
            Assemble(
                Protocol.Messages,
                """{"type":"message_start","message":{"id":"m","type":"message","content":[],"stop_reason":null,"usage":{"input_tokens":4,"output_tokens":1}}}""",
                """{"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}""",
                """{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"Hel"}}""",
                """{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"lo"}}""",
                """{"type":"content_block_stop","index":0}""",
                """{"type":"content_block_start","index":1,"content_block":{"type":"tool_use","id":"t","name":"f","input":{}}}""",
                """{"type":"content_block_delta","index":1,"delta":{"type":"input_json_delta","partial_json":"{\"a\""}}""",
                """{"type":"content_block_delta","index":1,"delta":{"type":"input_json_delta","partial_json":":1}"}}""",
                """{"type":"message_delta","delta":{"stop_reason":"tool_use"},"usage":{"output_tokens":9}}""",
                """{"type":"message_stop"}"""
            )
        );

    [Fact]
    public void The_last_event_has_the_response() =>
        Assert.Equal(
            ("""{"id":"r","output":[{"type":"message"}]}""", null),
            Assemble(
                Protocol.Responses,
                """{"type":"response.created","response":{"id":"r","output":[]}}""",
                """{"type":"response.completed","response":{"id":"r","output":[{"type":"message"}]}}"""
            )
        );

    [Theory]
    [InlineData("""{"choices":[{"index":0,"delta":{"content":"cut"}}]}""", "upstream_error")]
    [InlineData("""{"error":{"type":"overloaded_error","message":"Overloaded"}}""", "overloaded_error")]
    [InlineData("{", "upstream_error")]
    public void What_is_no_whole_answer_says_why(string data, string code) => Assert.Equal(("", code), Assemble(Protocol.Chat, data));

    [Fact]
    public void What_is_never_streamed_cannot_be_put_together() =>
        Assert.Equal(("", "upstream_error"), Assemble(Protocol.Embeddings, """{"data":[]}"""));
}
