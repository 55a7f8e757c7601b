using System.Text;
using Platform.Contracts;
using Platform.Gateway.Billing;
using Platform.Gateway.Metering;
using Platform.Gateway.Protocols;
using Xunit;

namespace Platform.Tests.Unit.Gateway.Metering;

/// <summary>Answers of the protocols other than chat, as they are metered.</summary>
public sealed class AnswerFormatTests
{
    private const string MessageStart =
        """data: {"type":"message_start","message":{"id":"m","content":[],"usage":{"input_tokens":10,"cache_read_input_tokens":3,"cache_creation_input_tokens":2,"output_tokens":1}}}""";
    private const string MessageDelta =
        """data: {"type":"message_delta","delta":{"stop_reason":"end_turn"},"usage":{"output_tokens":9,"output_tokens_details":{"thinking_tokens":4}}}""";

    private static (AnswerMeter Meter, AnswerEvent Last) Read(Protocol protocol, params string[] events)
    {
        var meter = new AnswerMeter(AnswerFormat.For(protocol));
        var last = AnswerEvent.Content;
        foreach (var sse in events)
            last = meter.ReadEvent(Encoding.UTF8.GetBytes(sse + "\n\n"));
        return (meter, last);
    }

    private static (AnswerMeter Meter, AnswerEvent Kind) ReadWhole(Protocol protocol, string json)
    {
        var meter = new AnswerMeter(AnswerFormat.For(protocol));
        return (meter, meter.ReadAnswer(Encoding.UTF8.GetBytes(json)));
    }

    [Theory]
    [InlineData(
        """{"choices":[{"index":0,"message":{"content":"Hi"},"finish_reason":{"usage":{}}}],"usage":{"prompt_tokens":3,"completion_tokens":1}}"""
    )]
    [InlineData(
        """{"choices":[{"index":0,"message":{"content":"Hi"},"finish_reason":[1,[2]]}],"usage":{"prompt_tokens":3,"completion_tokens":1}}"""
    )]
    public void A_finish_reason_that_is_no_text_is_skipped_whole(string answer)
    {
        var (meter, kind) = ReadWhole(Protocol.Chat, answer);
        Assert.Equal((AnswerEvent.Content, new TokenUsage(3, 1), false), (kind, meter.Reported, meter.Finished));
        Assert.Equal(AnswerEvent.Malformed, ReadWhole(Protocol.Chat, answer[..^1]).Kind);
    }

    [Fact]
    public void A_type_that_is_no_text_is_skipped_whole()
    {
        foreach (var protocol in (Protocol[])[Protocol.Messages, Protocol.Responses])
            Assert.Equal(AnswerEvent.Content, Read(protocol, """data: {"type":{"type":"error"},"x":1}""").Last);
    }

    [Fact]
    public void A_message_reports_its_input_at_the_start_and_its_output_at_the_end()
    {
        var (begun, _) = Read(Protocol.Messages, MessageStart);
        Assert.Null(begun.Reported);
        Assert.Equal(new TokenUsage(15, 0, CachedInput: 3, CacheWrite: 2), begun.KnownInput);
        var (meter, last) = Read(Protocol.Messages, MessageStart, MessageDelta, """data: {"type":"message_stop"}""");
        Assert.Equal(new TokenUsage(15, 9, CachedInput: 3, CacheWrite: 2, Reasoning: 4), meter.Reported);
        Assert.Equal((AnswerEvent.Done, true), (last, meter.Finished));
    }

    [Fact]
    public void What_the_end_of_a_message_says_of_the_input_counts() =>
        Assert.Equal(
            new TokenUsage(25, 9, CachedInput: 5),
            Read(
                Protocol.Messages,
                MessageStart,
                """data: {"type":"message_delta","delta":{},"usage":{"input_tokens":20,"cache_read_input_tokens":5,"cache_creation_input_tokens":0,"output_tokens":9}}"""
            ).Meter.Reported
        );

    [Theory]
    [InlineData("""{"type":"content_block_start","index":0,"content_block":{"type":"text","text":"ab"}}""", 2)]
    [InlineData("""{"type":"content_block_start","index":0,"content_block":{"type":"tool_use","id":"t","name":"weather","input":{}}}""", 7)]
    [InlineData("""{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"h\u00e9"}}""", 3)]
    [InlineData("""{"type":"content_block_delta","index":0,"delta":{"type":"thinking_delta","thinking":"abc"}}""", 3)]
    [InlineData("""{"type":"content_block_delta","index":0,"delta":{"type":"input_json_delta","partial_json":"{\"a\""}}""", 4)]
    [InlineData("""{"type":"content_block_delta","index":0,"delta":{"type":"signature_delta","signature":"abcdef"}}""", 0)]
    [InlineData("""{"type":"ping"}""", 0)]
    [InlineData("""{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"a\ud800b"}}""", 5)]
    [InlineData("""{"type":"content_block_delta","index":0,"delta":{"type":"input_json_delta","partial_json":{"a":1}}}""", 7)]
    [InlineData("""{"type":"content_block_start","index":0,"content_block":{"type":"tool_use","name":"f","input":{"a":1}}}""", 8)]
    public void What_a_message_says_is_counted(string data, long bytes) =>
        Assert.Equal(bytes, Read(Protocol.Messages, "event: x\ndata: " + data).Meter.OutputBytes);

    [Theory]
    [InlineData("""{"type":"response.output_text.delta","delta":"abc"}""", 3)]
    [InlineData("""{"type":"response.function_call_arguments.delta","delta":"{\"a\":1}"}""", 7)]
    [InlineData("""{"type":"response.reasoning_summary_text.delta","delta":"ab"}""", 2)]
    [InlineData("""{"type":"response.output_item.added","item":{"type":"function_call","name":"weather","arguments":""}}""", 7)]
    [InlineData("""{"type":"response.output_item.done","item":{"type":"function_call","name":"weather","arguments":"{}"}}""", 0)]
    [InlineData("""{"type":"response.output_text.done","text":"abc"}""", 0)]
    [InlineData("""{"type":"response.output_text.delta","delta":"a\ud800b"}""", 5)]
    [InlineData("""{"type":"response.function_call_arguments.delta","delta":{"a":1}}""", 7)]
    [InlineData("""{"type":"response.completed","response":{"output":[{"type":"message","content":"not in deltas"}]}}""", 13)]
    public void What_a_response_says_is_counted_once(string data, long bytes) =>
        Assert.Equal(bytes, Read(Protocol.Responses, "data: " + data).Meter.OutputBytes);

    [Theory]
    [InlineData("completed", true)]
    [InlineData("incomplete", true)]
    public void A_response_ends_with_its_usage(string end, bool done)
    {
        var (meter, last) = Read(
            Protocol.Responses,
            """data: {"type":"response.output_text.delta","delta":"Hi"}""",
            """data: {"type":"response.END","response":{"output":[{"content":[{"text":"not again"}]}],"error":null,"usage":{"input_tokens":7,"input_tokens_details":{"cached_tokens":2,"cache_write_tokens":1},"output_tokens":5,"output_tokens_details":{"reasoning_tokens":3}}}}""".Replace(
                "END",
                end,
                StringComparison.Ordinal
            )
        );
        Assert.Equal(new TokenUsage(7, 5, CachedInput: 2, CacheWrite: 1, Reasoning: 3), meter.Reported);
        Assert.Equal((done, 2L), (last is AnswerEvent.Done, meter.OutputBytes));
    }

    [Theory]
    [InlineData("""{"type":"response.failed","response":{"error":{"code":"x","message":"Sorry."}}}""")]
    [InlineData("""{"type":"error","code":"x","message":"Sorry."}""")]
    [InlineData("""{"type":"error","error":{"code":"x","message":"Sorry."}}""")]
    [InlineData("""{"type":"error","error":{"message":"Sorry."}}""")]
    public void An_error_of_a_response_is_read(string data)
    {
        var (meter, last) = Read(Protocol.Responses, "data: " + data);
        Assert.Equal((AnswerEvent.Error, "Sorry."), (last, meter.Error?.Message));
    }

    [Fact]
    public void An_error_of_a_message_is_read()
    {
        var (meter, last) = Read(
            Protocol.Messages,
            "event: error\ndata: {\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\",\"message\":\"Overloaded\"}}"
        );
        Assert.Equal((AnswerEvent.Error, "Overloaded"), (last, meter.Error?.Message));
    }

    public static TheoryData<string, string, bool, long, long> Wholes() =>
        new()
        {
            {
                "messages",
                """{"type":"message","content":[{"type":"thinking","thinking":"ab"},{"type":"text","text":"cd"},{"type":"tool_use","name":"f","input":{"a":1}}],"usage":{"input_tokens":4,"output_tokens":6}}""",
                true,
                12,
                6
            },
            {
                "responses",
                """{"object":"response","error":null,"output":[{"type":"reasoning","summary":[{"text":"ab"}]},{"type":"function_call","name":"f","arguments":"{}"},{"content":[{"type":"output_text","text":"cd"}]}],"usage":{"input_tokens":4,"output_tokens":6}}""",
                true,
                7,
                6
            },
            { "messages", """{"type":"message","content":"ab"}""", true, 2, 0 },
            { "messages", """{"type":"message","content":[{"type":"tool_use","name":"f","input":"{\u00e9}"}]}""", true, 5, 0 },
            { "responses", """{"output":[{"type":"function_call","name":"f","arguments":{"a":1}},{"content":"ab"}]}""", true, 10, 0 },
            { "embeddings", """{"data":[{"embedding":[0.1]},{"embedding":"AAAA"}],"usage":{"prompt_tokens":4}}""", true, 0, 0 },
            { "embeddings", """{"usage":{"prompt_tokens":4}}""", false, 0, 0 },
            { "count", """{"input_tokens":4}""", true, 0, 0 },
            { "count", """{"tokens":4}""", false, 0, 0 },
            { "messages", """{"type":"message"}""", false, 0, 0 },
            { "responses", """{"choices":[]}""", false, 0, 0 },
            { "responses", """{"output":[]} x""", false, 0, 0 },
        };

    [Theory]
    [MemberData(nameof(Wholes))]
    public void A_whole_answer_is_one_of_its_protocol(string protocol, string json, bool good, long bytes, long output)
    {
        var (meter, kind) = ReadWhole(
            protocol switch
            {
                "messages" => Protocol.Messages,
                "responses" => Protocol.Responses,
                "embeddings" => Protocol.Embeddings,
                _ => Protocol.CountTokens,
            },
            json
        );
        Assert.Equal((good, bytes, output), (kind is AnswerEvent.Content, meter.OutputBytes, meter.Reported?.Output ?? 0));
        Assert.True(meter.HasOutput || !good);
    }

    [Fact]
    public void The_cost_stands_in_the_usage_of_each_protocol()
    {
        var bill = new Bill(new TokenUsage(7, 5), UsageSource.Counted, new Money(12_345));
        Assert.Equal(
            """data: {"usage":{"x":1},"response":{"usage":{"input_tokens":1,"cost":0.000012345}}}""" + "\n\n",
            Into(UsageCostWriter.Responses, """data: {"usage":{"x":1},"response":{"usage":{"input_tokens":1}}}""" + "\n\n")
        );
        // A usage that is not believed is replaced.
        Assert.Equal(
            """data: {"response":{"usage":{"input_tokens":7,"input_tokens_details":{"cached_tokens":0,"cache_write_tokens":0},"output_tokens":5,"output_tokens_details":{"reasoning_tokens":0},"total_tokens":12,"cost":0.000012345}}}"""
                + "\n\n",
            Encoding.UTF8.GetString(
                UsageCostWriter.Responses.IntoEvent(
                    Encoding.UTF8.GetBytes("""data: {"response":{"usage":{"input_tokens":100000000,"output_tokens":5}}}""" + "\n\n"),
                    bill
                )
            )
        );
        Assert.Equal(
            """data: {"response":{"usage":{"input_tokens":7,"input_tokens_details":{"cached_tokens":0,"cache_write_tokens":0},"output_tokens":5,"output_tokens_details":{"reasoning_tokens":0},"total_tokens":12,"cost":0.000012345},"id":"r"}}"""
                + "\n\n",
            Encoding.UTF8.GetString(
                UsageCostWriter.Responses.IntoEvent(
                    Encoding.UTF8.GetBytes("""data: {"response":{"usage":null,"id":"r"}}""" + "\n\n"),
                    bill,
                    addMissing: true
                )
            )
        );
        Assert.Equal(
            """{"content":[],"usage":{"input_tokens":7,"cache_creation_input_tokens":0,"cache_read_input_tokens":0,"output_tokens":5,"output_tokens_details":null,"cache_creation":null,"server_tool_use":null,"service_tier":null,"inference_geo":null,"cost":0.000012345}}""",
            Encoding.UTF8.GetString(Splice.Into("""{"content":[]}"""u8, UsageCostWriter.Messages.CostsIn("""{"content":[]}"""u8, bill)))
        );
        Assert.Empty(UsageCostWriter.None.CostsIn("""{"input_tokens":4}"""u8, bill));

        string Into(UsageCostWriter cost, string sse) =>
            Encoding.UTF8.GetString(cost.IntoEvent(Encoding.UTF8.GetBytes(sse), bill with { Source = UsageSource.Upstream }));
    }
}
