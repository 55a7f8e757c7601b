using System.Buffers;
using Platform.Gateway.Translation;
using Platform.Gateway.Translation.Tracking;
using Xunit;
using static Platform.Tests.Unit.Gateway.Translation.TranslationTexts;

namespace Platform.Tests.Unit.Gateway.Translation;

public sealed class ChainedTranslationTests
{
    /// <summary>Messages to chat to Messages: what both have words for comes out as it went in.</summary>
    [Fact]
    public void A_request_means_the_same_after_a_round_trip() =>
        Equal(
            """
            {"model":"upstream-model","max_tokens":100,"system":[{"type":"text","text":"Be brief."}],"messages":[
              {"role":"user","content":[{"type":"text","text":"Look."},{"type":"image","source":{"type":"base64","media_type":"image/png","data":"iVBO"}}]},
              {"role":"assistant","content":[{"type":"text","text":"I look."},{"type":"tool_use","id":"toolu_1","name":"read","input":{"p":1}}]},
              {"role":"user","content":[{"type":"tool_result","tool_use_id":"toolu_1","content":[{"type":"text","text":"ok"}]},
                {"type":"text","text":"Well?"}]}],
             "tools":[{"name":"read","description":"Reads.","input_schema":{"type":"object"}}],
             "tool_choice":{"type":"any","disable_parallel_tool_use":true},"temperature":0.5,"stop_sequences":["END"],"metadata":{"user_id":"ann"},"stream":true}
            """,
            RoundTrip()
                .Request(
                    """
                    {"model":"x","max_tokens":100,"system":"Be brief.","messages":[
                      {"role":"user","content":[{"type":"text","text":"Look."},{"type":"image","source":{"type":"base64","media_type":"image/png","data":"iVBO"}}]},
                      {"role":"assistant","content":[{"type":"text","text":"I look."},{"type":"tool_use","id":"toolu_1","name":"read","input":{"p":1}}]},
                      {"role":"user","content":[{"type":"tool_result","tool_use_id":"toolu_1","content":"ok"},{"type":"text","text":"Well?"}]}],
                     "tools":[{"name":"read","description":"Reads.","input_schema":{"type":"object"}}],"tool_choice":{"type":"any","disable_parallel_tool_use":true},
                     "temperature":0.5,"stop_sequences":["END"],"metadata":{"user_id":"ann"},"stream":true}
                    """
                )
        );

    [Fact]
    public void An_answer_means_the_same_after_a_round_trip() =>
        Equal(
            """
            {"id":"msg_0123","type":"message","role":"assistant","model":"claude-x","content":[{"type":"thinking","thinking":"Hm.","signature":""},
              {"type":"text","text":"Hi","citations":null},{"type":"tool_use","id":"toolu_1","name":"read","caller":{"type":"direct"},"input":{"p":1}}],"stop_reason":"tool_use","stop_sequence":null,"stop_details":null,"container":null,
             "usage":{"input_tokens":5,"cache_creation_input_tokens":2,"cache_read_input_tokens":3,"output_tokens":4,"output_tokens_details":{"thinking_tokens":0},"cache_creation":null,"server_tool_use":null,"service_tier":null,"inference_geo":null,"cost":0.25}}
            """,
            RoundTrip()
                .Answer(
                    """
                    {"id":"msg_1","type":"message","role":"assistant","model":"claude-x","content":[{"type":"thinking","thinking":"Hm.","signature":"c2ln"},
                      {"type":"text","text":"Hi"},{"type":"tool_use","id":"toolu_1","name":"read","input":{"p":1}}],"stop_reason":"tool_use","stop_sequence":null,
                     "usage":{"input_tokens":5,"cache_creation_input_tokens":2,"cache_read_input_tokens":3,"output_tokens":4,"cost":0.25}}
                    """
                )
        );

    /// <summary>Its last event is two in the middle, usage and [DONE], and two again for the caller.</summary>
    [Fact]
    public void A_stream_means_the_same_after_a_round_trip()
    {
        const string Body = """
            event: content_block_start
            data: {"type":"content_block_start","index":0,"content_block":{"type":"text","text":"","citations":null}}

            event: content_block_delta
            data: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"Hi"}}

            event: content_block_stop
            data: {"type":"content_block_stop","index":0}

            event: message_delta
            data: {"type":"message_delta","delta":{"stop_reason":"end_turn","stop_sequence":null,"stop_details":null,"container":null},"usage":{"input_tokens":5,"cache_creation_input_tokens":2,"cache_read_input_tokens":3,"output_tokens":4,"output_tokens_details":{"thinking_tokens":0},"cache_creation":null,"server_tool_use":null,"service_tier":null,"inference_geo":null,"cost":0.25}}

            event: message_stop
            data: {"type":"message_stop"}


            """;
        var translation = RoundTrip();
        translation.Request("""{"model":"x","max_tokens":100,"stream":true,"messages":[{"role":"user","content":"Hi"}]}""");
        var translated = translation.Stream(
            "event: message_start\ndata: {\"type\":\"message_start\",\"message\":{\"model\":\"claude-x\",\"content\":[]}}\n\n" + Body
        );
        Assert.StartsWith(
            "event: message_start\ndata: {\"type\":\"message_start\",\"message\":{\"id\":\"msg_0123\",",
            translated,
            StringComparison.Ordinal
        );
        Assert.Equal(Body, translated[translated.IndexOf("event: content_block_start", StringComparison.Ordinal)..]);
    }

    [Fact]
    public void The_outer_one_speaks_with_the_caller_and_the_inner_one_with_the_upstream()
    {
        var composed = new ChainedTranslation(new Bracketing('<', '>'), new Bracketing('(', ')'));
        Assert.Equal("(<a>)", composed.Request("a"));
        Assert.Equal("<(a)>", composed.Answer("a"));
        Assert.Equal("<(a\n\n<)\n\n", composed.Event("a\n\n"));
    }

    private static ChainedTranslation RoundTrip() => new(ToChat, ToMessages);

    /// <summary>Puts brackets around bodies. The round ones make two events of each.</summary>
    private sealed class Bracketing(char open, char close) : ITranslation
    {
        public FieldTracker Tracker { get; } = new();

        public byte[] Request(ReadOnlyMemory<byte> body) => [(byte)open, .. body.Span, (byte)close];

        public byte[] Answer(ReadOnlyMemory<byte> answer) => Request(answer);

        public void Event(ReadOnlySpan<byte> sse, IBufferWriter<byte> output)
        {
            output.Write([(byte)open, .. sse.TrimEnd((byte)'\n'), (byte)'\n', (byte)'\n']);
            if (open == '(')
                output.Write([(byte)close, (byte)'\n', (byte)'\n']);
        }
    }
}
