using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Platform.FakeUpstream.Tally;
using Xunit;

namespace Platform.Tests.Unit.FakeUpstream.Chat;

public sealed partial class ChatStreamTests
{
    private const string Usage =
        """data: {"choices":[],"usage":{"prompt_tokens":8,"completion_tokens":6,"total_tokens":14,"prompt_tokens_details":{"cached_tokens":0,"audio_tokens":0},"completion_tokens_details":{"reasoning_tokens":0,"audio_tokens":0,"accepted_prediction_tokens":0,"rejected_prediction_tokens":0}}}""";

    [Fact]
    public async Task An_event_has_OpenAIs_shape()
    {
        var asked = await Ask("");

        Assert.StartsWith(
            """data: {"id":"chatcmpl-ID","object":"chat.completion.chunk","created":0,"model":"gpt-4.1","service_tier":"default","system_fingerprint":"fp_f4ce0a1b2c","choices":[{"index":0,"delta":{"role":"assistant","content":"","refusal":null},"logprobs":null,"finish_reason":null}]}"""
                + "\n\n",
            asked.Text,
            StringComparison.Ordinal
        );
        Assert.Equal("text/event-stream; charset=utf-8", asked.Http.Response.ContentType);
    }

    [Fact]
    public async Task Without_include_usage_no_event_names_it() =>
        Assert.Equal(
            [
                """data: {"choices":[{"index":0,"delta":{"role":"assistant","content":"","refusal":null},"logprobs":null,"finish_reason":null}]}""",
                """data: {"choices":[{"index":0,"delta":{"content":"You said: Hi\n\nThis"},"logprobs":null,"finish_reason":null}]}""",
                """data: {"choices":[{"index":0,"delta":{"content":" answe"},"logprobs":null,"finish_reason":null}]}""",
                """data: {"choices":[{"index":0,"delta":{},"logprobs":null,"finish_reason":"length"}]}""",
                "data: [DONE]",
            ],
            (await Ask("")).Events()
        );

    [Fact]
    public async Task With_include_usage_it_comes_last_and_is_null_before()
    {
        var asked = await Ask(""","stream_options":{"include_usage":true}""");

        Assert.Equal(
            [
                """data: {"choices":[{"index":0,"delta":{"role":"assistant","content":"","refusal":null},"logprobs":null,"finish_reason":null}],"usage":null}""",
                """data: {"choices":[{"index":0,"delta":{"content":"You said: Hi\n\nThis"},"logprobs":null,"finish_reason":null}],"usage":null}""",
                """data: {"choices":[{"index":0,"delta":{"content":" answe"},"logprobs":null,"finish_reason":null}],"usage":null}""",
                """data: {"choices":[{"index":0,"delta":{},"logprobs":null,"finish_reason":"length"}],"usage":null}""",
                Usage,
                "data: [DONE]",
            ],
            asked.Events()
        );
        Assert.Equal(
            (Outcome.Completed, 8L, 6L, true),
            (asked.Served.Outcome, asked.Served.PromptTokens, asked.Served.CompletionTokens, asked.Served.UsageSent)
        );
    }

    [Fact]
    public async Task With_timestamps_a_delta_has_the_time_it_is_sent_at_and_is_as_long_as_without()
    {
        var before = Stopwatch.GetTimestamp();
        var asked = await Ask("", "timestamps");
        var after = Stopwatch.GetTimestamp();

        var time = long.Parse(
            asked.Events()[1]["data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"".Length..][..12],
            CultureInfo.InvariantCulture
        );
        Assert.InRange(time, Microseconds(before), Microseconds(after));
        Assert.Contains($"\"{time:D12}\\n\\nThis\"", asked.Text, StringComparison.Ordinal);
        Assert.Contains("\" answe\"", asked.Text, StringComparison.Ordinal);
        Assert.Equal(6L, asked.Served.CompletionTokens);

        static long Microseconds(long timestamp) => timestamp / (Stopwatch.Frequency / 1_000_000) % 1_000_000_000_000;
    }

    [Fact]
    public async Task A_tool_call_comes_in_fragments() =>
        Assert.Equal(
            [
                """data: {"choices":[{"index":0,"delta":{"role":"assistant","content":null,"tool_calls":[{"index":0,"id":"call_ID","type":"function","function":{"name":"f","arguments":""}}],"refusal":null},"logprobs":null,"finish_reason":null}]}""",
                """data: {"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"function":{"arguments":"{\"a\":\"a\"}"}}]},"logprobs":null,"finish_reason":null}]}""",
                """data: {"choices":[{"index":0,"delta":{},"logprobs":null,"finish_reason":"tool_calls"}]}""",
                "data: [DONE]",
            ],
            (
                await Ask(
                    ""","tool_choice":"required","tools":[{"type":"function","function":{"name":"f","parameters":{"properties":{"a":{"type":"string"}}}}}]"""
                )
            ).Events()
        );

    [Fact]
    public async Task Parallel_calls_come_one_after_another_with_an_id_each()
    {
        var asked = await Ask(""","tool_choice":"required","tools":[{"type":"function","function":{"name":"get"}}]""", "calls=2");

        Assert.Equal(
            [
                """data: {"choices":[{"index":0,"delta":{"role":"assistant","content":null,"tool_calls":[{"index":0,"id":"call_ID","type":"function","function":{"name":"get","arguments":""}}],"refusal":null},"logprobs":null,"finish_reason":null}]}""",
                """data: {"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"function":{"arguments":"{}"}}]},"logprobs":null,"finish_reason":null}]}""",
                """data: {"choices":[{"index":0,"delta":{"tool_calls":[{"index":1,"id":"call_ID","type":"function","function":{"name":"get","arguments":""}}]},"logprobs":null,"finish_reason":null}]}""",
                """data: {"choices":[{"index":0,"delta":{"tool_calls":[{"index":1,"function":{"arguments":"{}"}}]},"logprobs":null,"finish_reason":null}]}""",
                """data: {"choices":[{"index":0,"delta":{},"logprobs":null,"finish_reason":"tool_calls"}]}""",
                "data: [DONE]",
            ],
            asked.Events()
        );
        Assert.Equal(2, CallId().Matches(asked.Raw).Select(id => id.Value).Distinct().Count());
        Assert.Equal((false, 4L), (asked.Served.UsageSent, asked.Served.CompletionTokens));
    }

    [Fact]
    public async Task Choices_take_turns()
    {
        var events = (await Ask(""","n":2""")).Events();

        Assert.Equal("0101010", string.Concat(events.Take(7).Select(line => line["data: {\"choices\":[{\"index\":".Length])));
    }

    [Fact]
    public async Task A_cut_ends_in_the_middle_and_counts_what_was_sent()
    {
        var asked = await Ask("", "cut=1");

        Assert.True(asked.Cut);
        Assert.Equal(2, asked.Events().Length);
        Assert.Equal((Outcome.Cut, 8L, 5L), (asked.Served.Outcome, asked.Served.PromptTokens, asked.Served.CompletionTokens));
    }

    [Fact]
    public async Task A_cut_before_the_first_token_sends_nothing_and_failed()
    {
        var asked = await Ask("", "cut=0");

        Assert.Equal((true, ""), (asked.Cut, asked.Text));
        Assert.Equal((Outcome.Failed, 0L, 0L), (asked.Served.Outcome, asked.Served.PromptTokens, asked.Served.CompletionTokens));
    }

    [Fact]
    public async Task An_error_in_the_stream_is_its_last_event()
    {
        var asked = await Ask("", "error-in-stream=1");

        Assert.Equal(
            """data: {"error":{"message":"The server had an error while processing your request. Sorry about that!","type":"server_error","param":null,"code":null}}""",
            asked.Events()[^1]
        );
        Assert.Equal((Outcome.Cut, 5L), (asked.Served.Outcome, asked.Served.CompletionTokens));
    }

    [Theory]
    [InlineData("no-done", Outcome.Cut, false)]
    [InlineData("malformed", Outcome.Completed, true)]
    public async Task Other_faults_deliver_all_tokens(string script, object outcome, bool done)
    {
        var asked = await Ask("", script);

        Assert.Equal(done, asked.Text.EndsWith("data: [DONE]\n\n", StringComparison.Ordinal));
        Assert.Equal((outcome, 6L), (asked.Served.Outcome, asked.Served.CompletionTokens));
    }

    [Fact]
    public async Task A_malformed_event_breaks_off_in_its_json() =>
        Assert.Equal("""data: {"choices":[{"index":0,"delta":{"cont""", (await Ask("", "malformed")).Events()[1]);

    [Fact]
    public async Task No_usage_is_as_if_it_had_not_been_asked_for() =>
        Assert.DoesNotContain(
            "usage",
            (await Ask(""","stream_options":{"include_usage":true}""", "no-usage")).Text,
            StringComparison.Ordinal
        );

    private static Task<Conversation> Ask(string fields, string script = "") =>
        Conversation.Ask(
            $$"""{"model":"gpt-4.1","stream":true,"max_tokens":6{{fields}},"messages":[{"role":"user","content":"Hi"}]}""",
            ("x-fake-script", script)
        );

    [GeneratedRegex("call_[0-9a-f]+")]
    private static partial Regex CallId();
}
