using System.Text.Json;
using Platform.Gateway.Translation.ChatToResponses;
using Xunit;

namespace Platform.Tests.Unit.Gateway.Translation.ChatToResponses;

public sealed class ChatToResponsesStreamTests
{
    private const string Usage =
        """{"input_tokens":5,"input_tokens_details":{"cached_tokens":1},"output_tokens":2,"output_tokens_details":{"reasoning_tokens":1},"total_tokens":7,"cost":0.01}""";

    private static ChatToResponsesTranslation Translation(bool includeUsage = false)
    {
        var translation = new ChatToResponsesTranslation(TranslationTexts.VendorContext);
        translation.Request(
            $$"""{"messages":[],"stream":true,"stream_options":{"include_usage":{{(includeUsage ? "true" : "false")}} } }"""
        );
        Assert.Equal(
            "",
            translation.Event(
                Sse(
                    "response.created",
                    """ "response":{"id":"resp_1","created_at":1700000009,"model":"gpt-x","status":"in_progress","output":[]}"""
                )
            )
        );
        Assert.Equal(
            "",
            translation.Event(
                Sse(
                    "response.in_progress",
                    """ "response":{"id":"resp_1","created_at":1700000009,"model":"gpt-x","status":"in_progress","output":[]}"""
                )
            )
        );
        return translation;
    }

    private static string Sse(string type, string members) =>
        $$"""
            event: {{type}}
            data: {"type":"{{type}}","sequence_number":1,{{members}}}
            """;

    private static string Chunk(string delta, string finish = "null", string logprobs = "null", string usage = "") =>
        $$"""data: {"id":"chatcmpl-0123","object":"chat.completion.chunk","created":1700000009,"model":"gpt-x","choices":[{"index":0,"delta":{{delta}},"logprobs":{{logprobs}},"finish_reason":{{finish}} """.Trim()
        + $"}}]{usage}}}\n\n";

    private static string Completed(string status = "completed", string details = "null") =>
        Sse(
            "response." + status,
            $$""" "response":{"id":"resp_1","status":"{{status}}","incomplete_details":{{details}},"output":[],"usage":{{Usage}} """ + "}"
        );

    [Fact]
    public void Text_is_sent_piece_by_piece()
    {
        var translation = Translation(includeUsage: true);
        Assert.Equal(
            "",
            translation.Event(
                Sse("response.output_item.added", """ "output_index":0,"item":{"id":"msg_1","type":"message","content":[]}""")
            )
        );
        Assert.Equal(
            "",
            translation.Event(
                Sse("response.content_part.added", """ "output_index":0,"content_index":0,"part":{"type":"output_text","text":""}""")
            )
        );
        Assert.Equal(
            Chunk("""{"role":"assistant","content":"Hel\n"}""", usage: ",\"usage\":null"),
            translation.Event(
                Sse("response.output_text.delta", """ "item_id":"msg_1","output_index":0,"content_index":0,"delta":"Hel\n","logprobs":[]""")
            )
        );
        Assert.Equal(
            Chunk(
                """{"content":"lo é"}""",
                logprobs: """{"content":[{"token":"lo","logprob":-1,"bytes":[108,111],"top_logprobs":[]}],"refusal":null}""",
                usage: ",\"usage\":null"
            ),
            translation.Event(
                Sse(
                    "response.output_text.delta",
                    """ "item_id":"msg_1","output_index":0,"content_index":0,"delta":"lo \u00e9","logprobs":[{"token":"lo","logprob":-1}]"""
                )
            )
        );
        Assert.Equal(
            "",
            translation.Event(Sse("response.output_text.done", """ "output_index":0,"content_index":0,"text":"Hel\nlo é","logprobs":[]"""))
        );
        Assert.Equal(
            "",
            translation.Event(
                Sse(
                    "response.output_item.done",
                    """ "output_index":0,"item":{"id":"msg_1","type":"message","content":[{"type":"output_text","text":"Hel\nlo é"}]}"""
                )
            )
        );
        Assert.Equal(
            Chunk("{}", "\"stop\"", usage: ",\"usage\":null")
                + """
                data: {"id":"chatcmpl-0123","object":"chat.completion.chunk","created":1700000009,"model":"gpt-x","choices":[],"usage":{"prompt_tokens":5,"completion_tokens":2,"total_tokens":7,"prompt_tokens_details":{"cached_tokens":1,"cache_write_tokens":0},"completion_tokens_details":{"reasoning_tokens":1},"cost":0.01}}

                data: [DONE]


                """,
            translation.Event(Completed())
        );
        Assert.Equal("", translation.Event(Completed()));
    }

    [Fact]
    public void Usage_is_not_sent_to_a_client_that_did_not_ask()
    {
        var translation = Translation();
        Assert.Equal(Chunk("""{"role":"assistant"}""", "\"stop\"") + "data: [DONE]\n\n", translation.Event(Completed()));
    }

    [Fact]
    public void Parallel_calls_are_numbered_in_their_order()
    {
        var translation = Translation();
        Assert.Equal(
            Chunk("""{"role":"assistant","tool_calls":[{"index":0,"id":"a","type":"function","function":{"name":"f","arguments":""}}]}"""),
            translation.Event(
                Sse(
                    "response.output_item.added",
                    """ "output_index":1,"item":{"id":"fc_1","type":"function_call","status":"in_progress","call_id":"a","name":"f","arguments":""}"""
                )
            )
        );
        Assert.Equal(
            Chunk("""{"tool_calls":[{"index":1,"id":"b","type":"custom","custom":{"name":"patch","input":""}}]}"""),
            translation.Event(
                Sse(
                    "response.output_item.added",
                    """ "output_index":2,"item":{"id":"ctc_1","type":"custom_tool_call","call_id":"b","name":"patch","input":""}"""
                )
            )
        );
        Assert.Equal(
            Chunk("""{"tool_calls":[{"index":1,"custom":{"input":"*** \"x"}}]}"""),
            translation.Event(Sse("response.custom_tool_call_input.delta", """ "output_index":2,"delta":"*** \"x" """))
        );
        Assert.Equal(
            Chunk("""{"tool_calls":[{"index":0,"function":{"arguments":"{\"a\":1}"}}]}"""),
            translation.Event(Sse("response.function_call_arguments.delta", """ "output_index":1,"delta":"{\"a\":1}" """))
        );
        Assert.Equal(
            "",
            translation.Event(Sse("response.function_call_arguments.done", """ "output_index":1,"name":"f","arguments":"{\"a\":1}" """))
        );
        Assert.Equal(
            "",
            translation.Event(
                Sse(
                    "response.output_item.done",
                    """ "output_index":1,"item":{"type":"function_call","call_id":"a","name":"f","arguments":"{\"a\":1}"}"""
                )
            )
        );
        Assert.Equal(Chunk("{}", "\"tool_calls\"") + "data: [DONE]\n\n", translation.Event(Completed()));
    }

    [Fact]
    public void What_comes_only_when_it_is_whole_is_sent_then()
    {
        var translation = Translation();
        Assert.Equal(
            Chunk("""{"role":"assistant","content":"x"}"""),
            translation.Event(Sse("response.output_text.done", """ "output_index":0,"content_index":0,"text":"x" """))
        );
        Assert.Equal(
            Chunk("""{"tool_calls":[{"index":0,"id":"a","type":"function","function":{"name":"f","arguments":""}}]}""")
                + Chunk("""{"tool_calls":[{"index":0,"function":{"arguments":"{}"}}]}"""),
            translation.Event(
                Sse(
                    "response.output_item.done",
                    """ "output_index":1,"item":{"type":"function_call","call_id":"a","name":"f","arguments":"{}"}"""
                )
            )
        );
    }

    [Fact]
    public void Thoughts_and_refusals_are_translated()
    {
        var translation = Translation();
        Assert.Equal(
            Chunk("""{"role":"assistant","reasoning_content":"Hm"}"""),
            translation.Event(Sse("response.reasoning_summary_text.delta", """ "output_index":0,"summary_index":0,"delta":"Hm" """))
        );
        Assert.Equal(
            Chunk("""{"reasoning_content":"."}"""),
            translation.Event(Sse("response.reasoning_summary_text.delta", """ "output_index":0,"summary_index":0,"delta":"." """))
        );
        Assert.Equal(
            Chunk("""{"reasoning_content":"\n\nSo"}"""),
            translation.Event(Sse("response.reasoning_summary_text.delta", """ "output_index":0,"summary_index":1,"delta":"So" """))
        );
        Assert.Equal(
            Chunk("""{"refusal":"no"}"""),
            translation.Event(Sse("response.refusal.delta", """ "output_index":1,"content_index":0,"delta":"no" """))
        );
        Assert.Equal(
            Chunk(
                """{"annotations":[{"type":"url_citation","url_citation":{"start_index":0,"end_index":0,"url":"https://x","title":"https://x"}}]}"""
            ),
            translation.Event(
                Sse("response.output_text.annotation.added", """ "output_index":1,"annotation":{"type":"url_citation","url":"https://x"}""")
            )
        );
    }

    [Theory]
    [InlineData("""{"reason":"max_output_tokens"}""", "length")]
    [InlineData("""{"reason":"content_filter"}""", "content_filter")]
    public void What_is_incomplete_says_why(string details, string reason) =>
        Assert.Equal(
            Chunk("""{"role":"assistant"}""", $"\"{reason}\"") + "data: [DONE]\n\n",
            Translation().Event(Completed("incomplete", details))
        );

    [Fact]
    public void Comments_pass_and_unknown_events_are_silent()
    {
        var translation = Translation();
        Assert.Equal(": wait\n\n", translation.Event(": wait"));
        Assert.Equal("", translation.Event(Sse("response.queued", "\"x\":1")));
        Assert.Equal("", translation.Event("data: [DONE]"));
    }

    [Theory]
    [InlineData("data: {")]
    [InlineData("data: {}")]
    [InlineData("""data: {"type":"response.failed","response":{}}""")]
    [InlineData("""data: {"type":"error","message":"no"}""")]
    [InlineData("""data: {"type":"response.completed"}""")]
    [InlineData("""data: {"type":"response.output_text.delta","delta":[]}""")]
    [InlineData("""data: {"type":"response.function_call_arguments.delta","output_index":4,"delta":"x"}""")]
    public void What_is_no_event_is_the_upstreams_fault(string sse) => Assert.ThrowsAny<JsonException>(() => Translation().Event(sse));

    [Fact]
    public void Where_its_bytes_are_split_does_not_change_a_stream() =>
        Splitting.ChangesNothing(
            () => Translation(includeUsage: true),
            string.Join(
                "\n\n",
                Sse("response.reasoning_summary_text.delta", """ "output_index":0,"summary_index":0,"delta":"Hm é" """),
                ": wait\r\n\r",
                Sse("response.output_text.delta", """ "output_index":1,"content_index":0,"delta":"\ud83d\ude00 語" """),
                Sse(
                    "response.output_item.added",
                    """ "output_index":2,"item":{"type":"function_call","call_id":"a","name":"f","arguments":""}"""
                ),
                Sse("response.function_call_arguments.delta", """ "output_index":2,"delta":"{}" """),
                Completed(),
                ""
            )
        );
}
