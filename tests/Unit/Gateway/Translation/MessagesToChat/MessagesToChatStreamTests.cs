using System.Buffers;
using System.Text;
using System.Text.Json;
using Platform.Gateway.Translation;
using Platform.Gateway.Translation.MessagesToChat;
using Xunit;
using static Platform.Tests.Unit.Gateway.Translation.TranslationTexts;

namespace Platform.Tests.Unit.Gateway.Translation.MessagesToChat;

/// <summary>Chunk by chunk.</summary>
public sealed class MessagesToChatStreamTests
{
    private const string Start =
        "event: message_start\ndata: {\"type\":\"message_start\",\"message\":{\"id\":\"msg_0123\",\"type\":\"message\",\"role\":\"assistant\","
        + "\"model\":\"gpt-x\",\"content\":[],\"stop_reason\":null,\"stop_sequence\":null,\"stop_details\":null,\"container\":null,\"usage\":{\"input_tokens\":0,"
        + "\"cache_creation_input_tokens\":0,\"cache_read_input_tokens\":0,\"output_tokens\":0,\"output_tokens_details\":null,\"cache_creation\":null,\"server_tool_use\":null,\"service_tier\":null,\"inference_geo\":null}}}\n\n";

    private const string Stop = "event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n";

    [Fact]
    public void Thoughts_and_text_come_as_blocks_and_usage_at_the_end()
    {
        var stream = ToChat;
        Says(
            stream,
            """{"model":"gpt-x","choices":[{"index":0,"delta":{"role":"assistant","content":""},"finish_reason":null}],"usage":null}""",
            Start
        );
        Says(
            stream,
            Delta("""{"reasoning_content":"Hm"}"""),
            Opens(0, """{"type":"thinking","thinking":"","signature":""}""") + Adds(0, """{"type":"thinking_delta","thinking":"Hm"}""")
        );
        Says(stream, Delta("""{"reasoning_content":"."}"""), Adds(0, """{"type":"thinking_delta","thinking":"."}"""));
        Says(
            stream,
            Delta("""{"content":"Größe"}"""),
            Closes(0) + Opens(1, """{"type":"text","text":"","citations":null}""") + Adds(1, """{"type":"text_delta","text":"Größe"}""")
        );
        Says(stream, Delta("""{"content":"\n"}"""), Adds(1, """{"type":"text_delta","text":"\n"}"""));
        Assert.Equal(": keepalive\n\n", stream.Event(": keepalive\n\n"));
        Says(stream, """{"choices":[{"index":0,"delta":{},"finish_reason":"length"}]}""", "");
        Says(
            stream,
            """
            {"choices":[],"usage":{"prompt_tokens":100,"completion_tokens":9,"prompt_tokens_details":{"cached_tokens":60,"cache_write_tokens":10},"completion_tokens_details":{"reasoning_tokens":2},"cost":0.5}}
            """,
            ""
        );
        Assert.Equal(
            Closes(1)
                + "event: message_delta\ndata: {\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"max_tokens\",\"stop_sequence\":null,\"stop_details\":null,\"container\":null},"
                + "\"usage\":{\"input_tokens\":30,\"cache_creation_input_tokens\":10,\"cache_read_input_tokens\":60,\"output_tokens\":9,"
                + "\"output_tokens_details\":{\"thinking_tokens\":2},\"cache_creation\":null,\"server_tool_use\":null,\"service_tier\":null,\"inference_geo\":null,\"cost\":0.5}}\n\n"
                + Stop,
            stream.Event("data: [DONE]\n\n")
        );
        Assert.Equal("", stream.Event("data: [DONE]\n\n"));
    }

    [Fact]
    public void Parallel_calls_come_one_after_the_other()
    {
        var stream = Started();
        Says(
            stream,
            Delta("""{"content":"I look."}"""),
            Opens(0, """{"type":"text","text":"","citations":null}""") + Adds(0, """{"type":"text_delta","text":"I look."}""")
        );
        Says(
            stream,
            Call(0, "a", "read"),
            Closes(0) + Opens(1, """{"type":"tool_use","id":"a","name":"read","caller":{"type":"direct"},"input":{}}""")
        );
        Says(stream, Input(0, "{\\\"p\\\":"), Adds(1, """{"type":"input_json_delta","partial_json":"{\"p\":"}"""));
        Says(stream, Input(0, "\\\"}\\\"}"), Adds(1, """{"type":"input_json_delta","partial_json":"\"}\"}"}"""));
        Says(
            stream,
            Call(1, "b", "read"),
            Closes(1) + Opens(2, """{"type":"tool_use","id":"b","name":"read","caller":{"type":"direct"},"input":{}}""")
        );
        Says(stream, Input(1, "{}"), Adds(2, """{"type":"input_json_delta","partial_json":"{}"}"""));
        Says(stream, """{"choices":[{"delta":{},"finish_reason":"tool_calls"}]}""", "");
        Assert.StartsWith(
            Closes(2) + "event: message_delta\ndata: {\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"tool_use\"",
            stream.Event("data: [DONE]\n\n"),
            StringComparison.Ordinal
        );
    }

    /// <summary>The second call waits for the first to be whole.</summary>
    [Fact]
    public void Fragments_of_calls_that_are_mixed_are_put_in_order()
    {
        var stream = Started();
        Says(
            stream,
            Call(0, "a", "read"),
            Opens(0, """{"type":"tool_use","id":"a","name":"read","caller":{"type":"direct"},"input":{}}""")
        );
        Says(stream, Call(1, "b", "see"), "");
        Says(stream, Input(1, "{\\\"x\\\""), "");
        Says(stream, Input(0, "{"), Adds(0, """{"type":"input_json_delta","partial_json":"{"}"""));
        Says(
            stream,
            Input(0, "}"),
            Adds(0, """{"type":"input_json_delta","partial_json":"}"}""")
                + Closes(0)
                + Opens(1, """{"type":"tool_use","id":"b","name":"see","caller":{"type":"direct"},"input":{}}""")
                + Adds(1, """{"type":"input_json_delta","partial_json":"{\"x\""}""")
        );
        Says(stream, Input(1, ":1}"), Adds(1, """{"type":"input_json_delta","partial_json":":1}"}"""));
        Assert.Throws<JsonException>(() => stream.Event($"data: {Input(0, "{}")}\n\n"));
    }

    /// <summary>Several in one chunk, all numbered 0; the first takes no input and ends with the stream.</summary>
    [Fact]
    public void Calls_are_distinguished_by_their_ids_where_numbers_do_not()
    {
        var stream = Started();
        Says(
            stream,
            Delta(
                """{"tool_calls":[{"index":0,"id":"a","function":{"name":"now"}},{"index":0,"id":"b","function":{"name":"see","arguments":"{}"}},{"function":{"name":"go","arguments":"{}"},"index":5}]}"""
            ),
            Opens(0, """{"type":"tool_use","id":"a","name":"now","caller":{"type":"direct"},"input":{}}""")
        );
        Says(stream, """{"choices":[{"delta":{},"finish_reason":"stop"}]}""", "");
        Assert.StartsWith(
            Closes(0)
                + Opens(1, """{"type":"tool_use","id":"b","name":"see","caller":{"type":"direct"},"input":{}}""")
                + Adds(1, """{"type":"input_json_delta","partial_json":"{}"}""")
                + Closes(1)
                + Opens(2, """{"type":"tool_use","id":"call_0123_2","name":"go","caller":{"type":"direct"},"input":{}}""")
                + Adds(2, """{"type":"input_json_delta","partial_json":"{}"}""")
                + Closes(2)
                + "event: message_delta\ndata: {\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"tool_use\"",
            stream.Event("data: [DONE]\n\n"),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_refusal_is_a_text_with_its_reason()
    {
        var stream = Started();
        Says(
            stream,
            Delta("""{"refusal":"No."}"""),
            Opens(0, """{"type":"text","text":"","citations":null}""") + Adds(0, """{"type":"text_delta","text":"No."}""")
        );
        Assert.Contains("\"stop_reason\":\"refusal\"", stream.Event("data: [DONE]\n\n"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("data: {\n\n")]
    [InlineData("data: []\n\n")]
    [InlineData("data: {} {}\n\n")]
    [InlineData("""data: {"choices":7}""" + "\n\n")]
    [InlineData("""data: {"choices":[{"delta":{"refusal":[]}}]}""" + "\n\n")]
    [InlineData("""data: {"choices":[{"delta":{"tool_calls":[{"index":0}]}}]}""" + "\n\n")]
    [InlineData("""data: {"choices":[{"delta":{"tool_calls":[{"index":0,"function":"a"}]}}]}""" + "\n\n")]
    [InlineData("""data: {"choices":[{"delta":{"content":"Hi","tool_calls":[{}]}}]}""" + "\n\n")]
    public void What_is_no_chunk_is_called_so_and_leaves_nothing_half_sent(string sse)
    {
        var output = new ArrayBufferWriter<byte>();
        Assert.ThrowsAny<JsonException>(() => ToChat.Event(Encoding.UTF8.GetBytes(sse), output));
        Assert.Equal(0, output.WrittenCount);
    }

    private static MessagesToChatTranslation Started()
    {
        var stream = ToChat;
        Says(stream, """{"model":"gpt-x","choices":[{"index":0,"delta":{"role":"assistant","content":null}}]}""", Start);
        return stream;
    }

    private static void Says(ITranslation stream, string chunk, string translated) =>
        Assert.Equal(translated, stream.Event($"data: {chunk}\n\n"));

    private static string Delta(string delta) => $$"""{"choices":[{"index":0,"delta":{{delta}},"finish_reason":null}]}""";

    private static string Call(int index, string id, string name) =>
        Delta(
            $"{{\"tool_calls\":[{{\"index\":{index},\"id\":\"{id}\",\"type\":\"function\",\"function\":{{\"name\":\"{name}\",\"arguments\":\"\"}}}}]}}"
        );

    private static string Input(int index, string fragment) =>
        Delta($"{{\"tool_calls\":[{{\"index\":{index},\"function\":{{\"arguments\":\"{fragment}\"}}}}]}}");

    private static string Opens(int index, string block) =>
        $"event: content_block_start\ndata: {{\"type\":\"content_block_start\",\"index\":{index},\"content_block\":{block}}}\n\n";

    private static string Adds(int index, string delta) =>
        $"event: content_block_delta\ndata: {{\"type\":\"content_block_delta\",\"index\":{index},\"delta\":{delta}}}\n\n";

    private static string Closes(int index) =>
        $"event: content_block_stop\ndata: {{\"type\":\"content_block_stop\",\"index\":{index}}}\n\n";
}
