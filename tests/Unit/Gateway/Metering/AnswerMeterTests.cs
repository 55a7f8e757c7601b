using System.Text;
using Platform.Contracts;
using Platform.Gateway.Errors;
using Platform.Gateway.Metering;
using Platform.Gateway.Protocols;
using Xunit;

namespace Platform.Tests.Unit.Gateway.Metering;

public sealed class AnswerMeterTests
{
    private readonly AnswerMeter meter = new(AnswerFormat.For(Protocol.Chat));

    private AnswerEvent Read(string json) => meter.ReadEvent(Encoding.UTF8.GetBytes($"data: {json}\n\n"));

    [Fact]
    public void Text_counts_by_its_utf8_bytes_however_it_is_escaped()
    {
        // 5 bytes: e with an accent is two, the escaped line feed is one.
        Read("""{"choices":[{"delta":{"content":"\u00e9ab\n"}}]}""");
        Assert.Equal(2, meter.CountedOutput);
    }

    [Fact]
    public void Thoughts_refusals_and_tool_calls_are_output_too()
    {
        Read(
            """{"choices":[{"delta":{"reasoning_content":"1234","refusal":"5678","tool_calls":[{"index":0,"function":{"name":"9012","arguments":"3456"}}]}}]}"""
        );
        Assert.Equal(4, meter.CountedOutput);
    }

    /// <summary>Shapes of other servers' answers.</summary>
    [Theory]
    [InlineData("""{"content":"a\ud800b"}""", 5)]
    [InlineData("""{"content":"\ud83d\ude00\ude00"}""", 7)]
    [InlineData("""{"content":"\u0041\u00e9\\u0041\n\/"}""", 11)]
    [InlineData("""{"content":[{"type":"text","text":"ab"},{"type":"text","text":"c"}]}""", 3)]
    [InlineData("""{"content":[{"type":"thinking","thinking":[{"type":"text","text":"ab"}]},{"type":"text","text":"c"}]}""", 3)]
    [InlineData("""{"content":{"type":"text","text":"ab"}}""", 2)]
    [InlineData("""{"content":null}""", 0)]
    [InlineData("""{"tool_calls":[{"function":{"name":"f","arguments":{"a":"b"}}}]}""", 10)]
    [InlineData("""{"tool_calls":[{"index":0,"function":{"name":"f","arguments":{}}},{"index":0,"function":{"name":"g"}}]}""", 4)]
    [InlineData("""{"function_call":{"name":"f","arguments":{"a":[1]}}}""", 10)]
    public void What_comes_in_another_shape_counts(string message, long bytes)
    {
        Assert.Equal(AnswerEvent.Content, Read($$"""{"choices":[{"delta":{{message}}}]}"""));
        Assert.Equal(bytes, meter.OutputBytes);
        var whole = new AnswerMeter(AnswerFormat.For(Protocol.Chat));
        Assert.Equal(AnswerEvent.Content, whole.ReadAnswer(Encoding.UTF8.GetBytes($$"""{"choices":[{"message":{{message}}}]}""")));
        Assert.Equal(bytes, whole.OutputBytes);
    }

    [Fact]
    public void A_text_that_is_not_Unicode_breaks_no_answer()
    {
        meter.Identity = new();
        Assert.Equal(
            AnswerEvent.Content,
            Read("""{"id":"\ud800","model":"\udc00","choices":[{"delta":{"content":"a"},"finish_reason":"\ud800"}]}""")
        );
        Assert.Equal((1L, true, null), (meter.OutputBytes, meter.Finished, meter.Identity.Id));
    }

    [Fact]
    public void Each_choice_is_rounded_up_by_itself()
    {
        Read("""{"choices":[{"index":0,"delta":{"content":"a"}}]}""");
        Read("""{"choices":[{"index":1,"delta":{"content":"b"}}]}""");
        Assert.Equal(2, meter.CountedOutput);
    }

    [Fact]
    public void A_role_alone_is_no_output()
    {
        Read("""{"choices":[{"index":0,"delta":{"role":"assistant","content":""}}]}""");
        Assert.False(meter.HasOutput);
    }

    /// <summary>What is read and not delivered, an error or what nobody pays for, leaves its place to ours.</summary>
    [Fact]
    public void An_error_in_a_stream_of_responses_comes_after_the_last_event_that_was_delivered()
    {
        var responses = new AnswerMeter(AnswerFormat.For(Protocol.Responses));
        void Next(string json) => responses.ReadEvent(Encoding.UTF8.GetBytes($"data: {json}\n\n"));
        Next("""{"type":"response.created","sequence_number":0,"response":{"id":"resp_theirs","output":[]}}""");
        Next("""{"type":"response.output_text.delta","sequence_number":1,"delta":"Hi"}""");
        Assert.Equal(new StreamPosition("resp_theirs", 2), responses.Position);
        const string Unpaid = """{"type":"response.output_text.delta","sequence_number":2,"delta":"there"}""";
        Next(Unpaid);
        responses.TakeBack(Encoding.UTF8.GetBytes($"data: {Unpaid}\n\n"));
        Assert.Equal(new StreamPosition("resp_theirs", 2), responses.Position);
        Next("""{"type":"error","sequence_number":2,"message":"Overloaded"}""");
        Assert.Equal(new StreamPosition("resp_theirs", 2), responses.Position);
    }

    [Fact]
    public void Usage_beside_content_is_read_and_passed_on()
    {
        Assert.Equal(
            AnswerEvent.Content,
            Read("""{"choices":[{"delta":{"content":"x"}}],"usage":{"prompt_tokens":1,"completion_tokens":1}}""")
        );
        Assert.NotNull(meter.Reported);
    }

    /// <summary>The counts of every vendor, as OpenAI counts them: input, output, cached input, cache write, reasoning.</summary>
    [Theory]
    [InlineData("""{"prompt_tokens":9,"completion_tokens":5,"total_tokens":14}""", 9, 5, 0, 0, 0)]
    // xAI: reasoning beside completion, within the total.
    [InlineData(
        """{"prompt_tokens":36,"completion_tokens":10,"total_tokens":736,"completion_tokens_details":{"reasoning_tokens":690}}""",
        36,
        700,
        0,
        0,
        690
    )]
    // Gemini's OpenAI dialect: thoughts in the total alone.
    [InlineData("""{"prompt_tokens":8,"completion_tokens":10,"total_tokens":118}""", 8, 110, 0, 0, 100)]
    // DeepSeek: hits and misses beside the whole.
    [InlineData(
        """{"prompt_tokens":1000,"completion_tokens":3,"prompt_cache_hit_tokens":960,"prompt_cache_miss_tokens":40}""",
        1000,
        3,
        960,
        0,
        0
    )]
    [InlineData(
        """{"prompt_tokens":7,"completion_tokens":5,"prompt_tokens_details":null,"completion_tokens_details":{"reasoning_tokens":4}}""",
        7,
        5,
        0,
        0,
        4
    )]
    [InlineData(
        """{"prompt_tokens":7,"completion_tokens":5,"prompt_tokens_details":{"cached_tokens":3,"cache_write_tokens":2}}""",
        7,
        5,
        3,
        2,
        0
    )]
    // Moonshot: cached_tokens at the top.
    [InlineData("""{"prompt_tokens":7,"completion_tokens":5,"cached_tokens":3,"total_tokens":12}""", 7, 5, 3, 0, 0)]
    public void Usage_is_read_in_every_vendors_dialect(string usage, long input, long output, long cached, long written, long reasoning)
    {
        Read($$"""{"choices":[],"usage":{{usage}}}""");
        Assert.Equal((null, new TokenUsage(input, output, cached, written, reasoning)), (meter.Doubt, meter.Reported));
    }

    [Theory]
    [InlineData("""{"prompt_tokens":3,"completion_tokens":-5}""", UsageDoubt.Malformed)]
    [InlineData("""{"prompt_tokens":3,"completion_tokens":2.5}""", UsageDoubt.Malformed)]
    [InlineData("""{"prompt_tokens":3,"completion_tokens":"5"}""", UsageDoubt.Malformed)]
    [InlineData("""{"prompt_tokens":3,"completion_tokens":1e3}""", UsageDoubt.Malformed)]
    [InlineData("""{"prompt_tokens":3,"completion_tokens":9223372036854775807}""", UsageDoubt.Malformed)]
    [InlineData("""{"prompt_tokens":3,"completion_tokens":99999999999999999999}""", UsageDoubt.Malformed)]
    [InlineData("""{"prompt_tokens":3,"completion_tokens":{"a":1}}""", UsageDoubt.Malformed)]
    [InlineData("""{"prompt_tokens":3,"completion_tokens":5,"prompt_tokens_details":"x"}""", UsageDoubt.Malformed)]
    [InlineData("""{"prompt_tokens":3,"completion_tokens":5,"total_tokens":7}""", UsageDoubt.Contradictory)]
    [InlineData("""{"prompt_tokens":3,"completion_tokens":5,"prompt_tokens_details":{"cached_tokens":9}}""", UsageDoubt.Contradictory)]
    public void Usage_that_cannot_be_right_is_not_reported(string usage, UsageDoubt doubt)
    {
        Read($$"""{"choices":[],"usage":{{usage}}}""");
        Assert.Equal((doubt, null), (meter.Doubt, meter.Reported));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"prompt_tokens":null,"completion_tokens":null}""")]
    public void Usage_without_counts_is_none(string usage)
    {
        Read($$"""{"choices":[],"usage":{{usage}}}""");
        Assert.Equal((null, null), (meter.Doubt, meter.Reported));
    }

    [Theory]
    [InlineData("""{"choices":[{"message":{"content":"hi"},"finish_reason":"stop"}]}""", true)]
    [InlineData("""{"object":"something else"}""", false)]
    [InlineData("""{"choices":[""", false)]
    [InlineData("<html>", false)]
    public void A_whole_answer_must_be_a_completion(string json, bool expected) =>
        Assert.Equal(expected, meter.ReadAnswer(Encoding.UTF8.GetBytes(json)) is AnswerEvent.Content);
}
