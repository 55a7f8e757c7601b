using System.Text.Json;
using Platform.Gateway.Translation;
using Xunit;
using static Platform.Tests.Unit.Gateway.Translation.TranslationTexts;

namespace Platform.Tests.Unit.Gateway.Translation.ChatToMessages;

/// <summary>Event by event.</summary>
public sealed class ChatToMessagesStreamTests
{
    [Fact]
    public void Blocks_become_deltas_and_usage_comes_to_whom_asked()
    {
        var stream = ToMessages;
        stream.Request(
            """{"model":"x","messages":[{"role":"user","content":"Hi"}],"stream":true,"stream_options":{"include_usage":true}}"""
        );
        Starts(stream);
        Says(stream, """{"type":"content_block_start","index":0,"content_block":{"type":"thinking","thinking":"","signature":""}}""", "");
        Says(stream, """{"type":"ping"}""", "");
        Says(
            stream,
            """{"type":"content_block_delta","index":0,"delta":{"type":"thinking_delta","thinking":"Hm."}}""",
            Chunk("""{"reasoning_content":"Hm."}""")
        );
        Says(stream, """{"type":"content_block_delta","index":0,"delta":{"type":"signature_delta","signature":"c2ln"}}""", "");
        Says(stream, """{"type":"content_block_stop","index":0}""", "");
        Says(stream, """{"type":"content_block_start","index":1,"content_block":{"type":"text","text":""}}""", "");
        Says(
            stream,
            """{"type":"content_block_delta","index":1,"delta":{"type":"text_delta","text":"Größe"}}""",
            Chunk("""{"content":"Größe"}""")
        );
        Says(stream, """{"type":"content_block_stop","index":1}""", "");
        Says(
            stream,
            """{"type":"message_delta","delta":{"stop_reason":"max_tokens","stop_sequence":null},"usage":{"output_tokens":9,"output_tokens_details":{"thinking_tokens":2},"cost":0.5}}""",
            Chunk("{}", "\"length\"")
        );
        Says(
            stream,
            """{"type":"message_stop"}""",
            "data: {\"id\":\"chatcmpl-0123\",\"object\":\"chat.completion.chunk\",\"created\":1770000000,\"model\":\"claude-x\",\"choices\":[],"
                + "\"usage\":{\"prompt_tokens\":100,\"completion_tokens\":9,\"total_tokens\":109,\"prompt_tokens_details\":{\"cached_tokens\":60,"
                + "\"cache_write_tokens\":10},\"completion_tokens_details\":{\"reasoning_tokens\":2},\"cost\":0.5}}\n\ndata: [DONE]\n\n"
        );
        Says(stream, """{"type":"message_stop"}""", "");
    }

    [Fact]
    public void Parallel_calls_are_numbered_by_themselves()
    {
        var stream = ToMessages;
        Starts(stream);
        Says(
            stream,
            """{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"I look."}}""",
            Chunk("""{"content":"I look."}""")
        );
        Says(
            stream,
            Opens(1, "toolu_1", "read"),
            Call("""{"index":0,"id":"toolu_1","type":"function","function":{"name":"read","arguments":""}}""")
        );
        Says(stream, Input(1, ""), "");
        Says(stream, Input(1, "{\\\"p\\\":"), Call("""{"index":0,"function":{"arguments":"{\"p\":"}}"""));
        Says(stream, Input(1, "1}"), Call("""{"index":0,"function":{"arguments":"1}"}}"""));
        Says(stream, """{"type":"content_block_stop","index":1}""", "");
        Says(
            stream,
            Opens(2, "toolu_2", "now"),
            Call("""{"index":1,"id":"toolu_2","type":"function","function":{"name":"now","arguments":""}}""")
        );
        Says(stream, Input(2, ""), "");
        Says(stream, """{"type":"content_block_stop","index":2}""", Call("""{"index":1,"function":{"arguments":"{}"}}"""));
        Says(
            stream,
            """{"type":"message_delta","delta":{"stop_reason":"tool_use"},"usage":{"output_tokens":9}}""",
            Chunk("{}", "\"tool_calls\"")
        );
        Says(stream, """{"type":"message_stop"}""", "data: [DONE]\n\n");
    }

    /// <summary>Some servers do so.</summary>
    [Fact]
    public void Input_that_comes_at_once_is_passed_on()
    {
        var stream = ToMessages;
        Starts(stream);
        Says(
            stream,
            """{"type":"content_block_start","index":0,"content_block":{"type":"tool_use","id":"a","name":"read","input":{"p":1}}}""",
            Call("""{"index":0,"id":"a","type":"function","function":{"name":"read","arguments":""}}""")
                + Call("""{"index":0,"function":{"arguments":"{\"p\":1}"}}""")
        );
        Says(stream, """{"type":"content_block_stop","index":0}""", "");
    }

    [Fact]
    public void A_stream_without_a_reason_ends_all_the_same()
    {
        var stream = ToMessages;
        Starts(stream);
        Says(stream, """{"type":"message_stop"}""", Chunk("{}", "\"stop\"") + "data: [DONE]\n\n");
    }

    [Theory]
    [InlineData("data: {\n\n")]
    [InlineData("data: []\n\n")]
    [InlineData("data: {}\n\n")]
    [InlineData("""data: {"type":"message_start"}""" + "\n\n")]
    [InlineData("""data: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":[]}}""" + "\n\n")]
    [InlineData("""data: {"type":"content_block_start","index":0,"content_block":{"type":"tool_use","id":"a"}}""" + "\n\n")]
    public void What_is_no_event_is_called_so(string sse) => Assert.ThrowsAny<JsonException>(() => ToMessages.Event(sse));

    private static void Starts(ITranslation stream) =>
        Says(
            stream,
            """{"type":"message_start","message":{"id":"msg_1","type":"message","role":"assistant","model":"claude-x","content":[],"stop_reason":null,"usage":{"input_tokens":30,"cache_creation_input_tokens":10,"cache_read_input_tokens":60,"output_tokens":1}}}""",
            Chunk("""{"role":"assistant","content":""}""")
        );

    private static void Says(ITranslation stream, string data, string translated)
    {
        using var parsed = JsonDocument.Parse(data);
        Assert.Equal(translated, stream.Event($"event: {parsed.RootElement.GetProperty("type").GetString()}\ndata: {data}\n\n"));
    }

    private static string Opens(int index, string id, string name) =>
        $"{{\"type\":\"content_block_start\",\"index\":{index},\"content_block\":{{\"type\":\"tool_use\",\"id\":\"{id}\",\"name\":\"{name}\",\"input\":{{}}}}}}";

    private static string Input(int index, string fragment) =>
        $"{{\"type\":\"content_block_delta\",\"index\":{index},\"delta\":{{\"type\":\"input_json_delta\",\"partial_json\":\"{fragment}\"}}}}";

    private static string Call(string call) => Chunk($"{{\"tool_calls\":[{call}]}}");

    private static string Chunk(string delta, string finish = "null") =>
        "data: {\"id\":\"chatcmpl-0123\",\"object\":\"chat.completion.chunk\",\"created\":1770000000,\"model\":\"claude-x\","
        + $"\"choices\":[{{\"index\":0,\"delta\":{delta},\"finish_reason\":{finish}}}]}}\n\n";
}
