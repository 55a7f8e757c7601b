using System.Text.Json;
using Platform.Gateway.Errors;
using Platform.Gateway.Translation.ResponsesToChat;
using Xunit;

namespace Platform.Tests.Unit.Gateway.Translation.ResponsesToChat;

public sealed class ResponsesToChatStreamTests
{
    private static ResponsesToChatTranslation Translation(string request = """{"input":"Hi","stream":true}""")
    {
        var translation = new ResponsesToChatTranslation(TranslationTexts.VendorContext);
        translation.Request(request);
        return translation;
    }

    private static string Event(string type, int number, string members) =>
        $$"""
            event: {{type}}
            data: {"type":"{{type}}","sequence_number":{{number}},{{members}}}


            """;

    private static string Response(string status, string output, string usage = "null", string tools = "[]", string details = "null") =>
        $$$""" "response":{"id":"resp_0123","object":"response","created_at":1700000009,"status":"{{{status}}}","background":false,"error":null,"incomplete_details":{{{details}}},"model":"gpt-x","output":[{{{output}}}],"previous_response_id":null,"instructions":null,"max_output_tokens":null,"max_tool_calls":null,"metadata":{},"parallel_tool_calls":true,"prompt_cache_key":null,"reasoning":{"effort":null,"summary":null},"safety_identifier":null,"store":true,"temperature":1.0,"text":{"format":{"type":"text"}},"tool_choice":"auto","top_logprobs":0,"top_p":1.0,"truncation":"disabled","tools":{{{tools}}},"service_tier":"default" """.Trim()
        + (usage == "null" ? "" : $",\"usage\":{usage}")
        + "}";

    private static string Chunk(string delta, string finish = "null") =>
        $$"""data: {"id":"c","object":"chat.completion.chunk","created":1700000009,"model":"gpt-x","choices":[{"index":0,"delta":{{delta}},"logprobs":null,"finish_reason":{{finish}}}],"usage":null}""";

    [Fact]
    public void An_error_of_ours_would_come_next_in_the_sequence()
    {
        var translation = Translation();
        Assert.Equal(default, translation.Position);
        translation.Event(Chunk("""{"role":"assistant","content":""}"""));
        Assert.Equal(new StreamPosition(null, 2), translation.Position);
    }

    /// <summary>Members of the request are repeated in the events, and some clients send them over several lines.</summary>
    [Fact]
    public void What_is_repeated_has_no_line_breaks()
    {
        var translation = Translation(
            """{"input":"Hi","stream":true,"metadata":{BREAK"a":"b"},"tools":[{BREAK"type":"function","name":"f","parameters":{BREAK}}]}""".Replace(
                "BREAK",
                "\r\n",
                StringComparison.Ordinal
            )
        );
        var created = translation.Event(Chunk("""{"role":"assistant","content":""}"""));
        Assert.Contains("\"metadata\":{\"a\":\"b\"}", created, StringComparison.Ordinal);
        Assert.Contains(
            "\"tools\":[{\"type\":\"function\",\"name\":\"f\",\"parameters\":{},\"strict\":null}]",
            created,
            StringComparison.Ordinal
        );
        Assert.DoesNotContain('\r', created);
        Assert.All(created.Split('\n'), line => Assert.Matches("^(data: \\{.*\\}|event: .*)?$", line));
    }

    [Fact]
    public void Text_is_sent_piece_by_piece()
    {
        var translation = Translation();
        Assert.Equal(
            Event("response.created", 0, Response("in_progress", "")) + Event("response.in_progress", 1, Response("in_progress", "")),
            translation.Event(Chunk("""{"role":"assistant","content":"","refusal":null}"""))
        );
        Assert.Equal(
            Event(
                "response.output_item.added",
                2,
                """ "output_index":0,"item":{"id":"msg_0123_0","type":"message","status":"in_progress","role":"assistant","content":[]}""".Trim()
            )
                + Event(
                    "response.content_part.added",
                    3,
                    """ "item_id":"msg_0123_0","output_index":0,"content_index":0,"part":{"type":"output_text","annotations":[],"logprobs":[],"text":""}""".Trim()
                )
                + Event(
                    "response.output_text.delta",
                    4,
                    """ "item_id":"msg_0123_0","output_index":0,"content_index":0,"delta":"Hel\n","logprobs":[]""".Trim()
                ),
            translation.Event(Chunk("""{"content":"Hel\n"}"""))
        );
        Assert.Equal(
            Event(
                "response.output_text.delta",
                5,
                """ "item_id":"msg_0123_0","output_index":0,"content_index":0,"delta":"lo é","logprobs":[]""".Trim()
            ),
            translation.Event(Chunk("""{"content":"lo \u00e9"}"""))
        );
        Assert.Equal("", translation.Event(Chunk("{}", "\"stop\"")));
        Assert.Equal(
            "",
            translation.Event("""data: {"choices":[],"usage":{"prompt_tokens":5,"completion_tokens":2,"total_tokens":7,"cost":0.01}}""")
        );
        const string item =
            """{"id":"msg_0123_0","type":"message","status":"completed","role":"assistant","content":[{"type":"output_text","annotations":[],"logprobs":[],"text":"Hel\nlo é"}]}""";
        Assert.Equal(
            Event(
                "response.output_text.done",
                6,
                """ "item_id":"msg_0123_0","output_index":0,"content_index":0,"text":"Hel\nlo é","logprobs":[]""".Trim()
            )
                + Event(
                    "response.content_part.done",
                    7,
                    """ "item_id":"msg_0123_0","output_index":0,"content_index":0,"part":{"type":"output_text","annotations":[],"logprobs":[],"text":"Hel\nlo é"}""".Trim()
                )
                + Event("response.output_item.done", 8, $"\"output_index\":0,\"item\":{item}")
                + Event(
                    "response.completed",
                    9,
                    Response(
                        "completed",
                        item,
                        """{"input_tokens":5,"input_tokens_details":{"cached_tokens":0,"cache_write_tokens":0},"output_tokens":2,"output_tokens_details":{"reasoning_tokens":0},"total_tokens":7,"cost":0.01}"""
                    )
                ),
            translation.Event("data: [DONE]")
        );
        Assert.Equal("", translation.Event("data: [DONE]"));
        Assert.Equal("", translation.Event(Chunk("""{"content":"late"}""")));
    }

    [Fact]
    public void Thoughts_end_before_text_begins()
    {
        var translation = Translation();
        translation.Event(Chunk("""{"role":"assistant"}"""));
        Assert.Equal(
            Event("response.output_item.added", 2, """ "output_index":0,"item":{"id":"rs_0123_0","type":"reasoning","summary":[]}""".Trim())
                + Event(
                    "response.reasoning_summary_part.added",
                    3,
                    """ "item_id":"rs_0123_0","output_index":0,"summary_index":0,"part":{"type":"summary_text","text":""}""".Trim()
                )
                + Event(
                    "response.reasoning_summary_text.delta",
                    4,
                    """ "item_id":"rs_0123_0","output_index":0,"summary_index":0,"delta":"Hm" """.Trim()
                ),
            translation.Event(Chunk("""{"reasoning_content":"Hm"}"""))
        );
        var translated = translation.Event(Chunk("""{"content":"x"}"""));
        Assert.StartsWith(
            Event(
                "response.reasoning_summary_text.done",
                5,
                """ "item_id":"rs_0123_0","output_index":0,"summary_index":0,"text":"Hm" """.Trim()
            )
                + Event(
                    "response.reasoning_summary_part.done",
                    6,
                    """ "item_id":"rs_0123_0","output_index":0,"summary_index":0,"part":{"type":"summary_text","text":"Hm"}""".Trim()
                )
                + Event(
                    "response.output_item.done",
                    7,
                    """ "output_index":0,"item":{"id":"rs_0123_0","type":"reasoning","summary":[{"type":"summary_text","text":"Hm"}]}""".Trim()
                )
                + Event(
                    "response.output_item.added",
                    8,
                    """ "output_index":1,"item":{"id":"msg_0123_1","type":"message","status":"in_progress","role":"assistant","content":[]}""".Trim()
                ),
            translated,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Parallel_calls_may_come_by_turns()
    {
        var translation = Translation(
            """{"input":"Hi","tools":[{"type":"namespace","name":"n","tools":[{"type":"function","name":"g"}]}]}"""
        );
        translation.Event(Chunk("""{"role":"assistant","content":null}"""));
        Assert.Equal(
            Event(
                "response.output_item.added",
                2,
                """ "output_index":0,"item":{"id":"fc_0123_0","type":"function_call","status":"in_progress","call_id":"a","name":"f","arguments":""}""".Trim()
            )
                + Event(
                    "response.output_item.added",
                    3,
                    """ "output_index":1,"item":{"id":"fc_0123_1","type":"function_call","status":"in_progress","call_id":"b","name":"g","namespace":"n","arguments":""}""".Trim()
                ),
            translation.Event(
                Chunk(
                    """{"tool_calls":[{"index":0,"id":"a","type":"function","function":{"name":"f","arguments":""}},{"index":1,"id":"b","type":"function","function":{"name":"n__g","arguments":""}}]}"""
                )
            )
        );
        Assert.Equal(
            Event("response.function_call_arguments.delta", 4, """ "item_id":"fc_0123_1","output_index":1,"delta":"{\"b" """.Trim())
                + Event("response.function_call_arguments.delta", 5, """ "item_id":"fc_0123_0","output_index":0,"delta":"{}" """.Trim()),
            translation.Event(
                Chunk("""{"tool_calls":[{"index":1,"function":{"arguments":"{\"b"}},{"index":0,"function":{"arguments":"{}"}}]}""")
            )
        );
        translation.Event(Chunk("""{"tool_calls":[{"index":1,"function":{"arguments":"\":1}"}}]}""", "\"tool_calls\""));
        const string a = """{"id":"fc_0123_0","type":"function_call","status":"completed","call_id":"a","name":"f","arguments":"{}"}""";
        const string b =
            """{"id":"fc_0123_1","type":"function_call","status":"completed","call_id":"b","name":"g","namespace":"n","arguments":"{\"b\":1}"}""";
        Assert.Equal(
            Event(
                "response.function_call_arguments.done",
                7,
                """ "item_id":"fc_0123_0","output_index":0,"name":"f","arguments":"{}" """.Trim()
            )
                + Event("response.output_item.done", 8, $"\"output_index\":0,\"item\":{a}")
                + Event(
                    "response.function_call_arguments.done",
                    9,
                    """ "item_id":"fc_0123_1","output_index":1,"name":"g","arguments":"{\"b\":1}" """.Trim()
                )
                + Event("response.output_item.done", 10, $"\"output_index\":1,\"item\":{b}")
                + Event(
                    "response.completed",
                    11,
                    Response(
                        "completed",
                        $"{a},{b}",
                        tools: """[{"type":"namespace","name":"n","tools":[{"type":"function","name":"g"}]}]"""
                    )
                ),
            translation.Event("data: [DONE]")
        );
    }

    [Fact]
    public void A_custom_call_is_translated_to_the_text_it_carries()
    {
        var translation = Translation("""{"input":"Hi","tools":[{"type":"custom","name":"patch"}]}""");
        translation.Event(Chunk("""{"content":null}"""));
        Assert.Equal(
            Event(
                "response.output_item.added",
                2,
                """ "output_index":0,"item":{"id":"ctc_0123_0","type":"custom_tool_call","status":"in_progress","call_id":"a","name":"patch","input":""}""".Trim()
            ) + Event("response.custom_tool_call_input.delta", 3, """ "item_id":"ctc_0123_0","output_index":0,"delta":"a" """.Trim()),
            translation.Event(Chunk("""{"tool_calls":[{"index":0,"id":"a","function":{"name":"patch","arguments":"{\"input\":\"a\\"}}]}"""))
        );
        Assert.Equal(
            Event("response.custom_tool_call_input.delta", 4, """ "item_id":"ctc_0123_0","output_index":0,"delta":"\né" """.Trim()),
            translation.Event(Chunk("""{"tool_calls":[{"index":0,"function":{"arguments":"n\\u00e9\"}"}}]}"""))
        );
        const string item =
            """{"id":"ctc_0123_0","type":"custom_tool_call","status":"completed","call_id":"a","name":"patch","input":"a\né"}""";
        Assert.Equal(
            Event("response.custom_tool_call_input.done", 5, """ "item_id":"ctc_0123_0","output_index":0,"input":"a\né" """.Trim())
                + Event("response.output_item.done", 6, $"\"output_index\":0,\"item\":{item}")
                + Event("response.completed", 7, Response("completed", item, tools: """[{"type":"custom","name":"patch"}]""")),
            translation.Event("data: [DONE]")
        );
    }

    [Theory]
    [InlineData("{\"input\":\"a\\n\\ud83d\\ude00\\\\\\\"é\\u00e9\"}", "a\n😀\\\"éé")]
    [InlineData(" { \"input\" : \"\" } ", "")]
    [InlineData("plain text", "plain text")]
    [InlineData("{\"other\":1,\"input\":\"late\"}", "late")]
    [InlineData("{\"input\":\"never ends", "{\"input\":\"never ends")]
    public void The_text_of_a_custom_call_is_the_same_however_its_json_is_split(string arguments, string input)
    {
        for (var size = 1; size <= arguments.Length; size++)
        {
            var translation = Translation("""{"input":"Hi","tools":[{"type":"custom","name":"patch"}]}""");
            var pieces = arguments.EnumerateRunes().Select(rune => rune.ToString()).Chunk(size).Select(each => string.Concat(each));
            var translated =
                string.Concat(
                    pieces.Select(piece =>
                        translation.Event(
                            Chunk(
                                $$"""{"tool_calls":[{"index":0,"id":"a","function":{"name":"patch","arguments":{{JsonSerializer.Serialize(piece)}}} }]}"""
                            )
                        )
                    )
                ) + translation.Event("data: [DONE]");
            var events = translated
                .Split('\n')
                .Where(line => line.StartsWith("data: ", StringComparison.Ordinal))
                .Select(line => JsonDocument.Parse(line["data: ".Length..]).RootElement);
            var deltas = events
                .Where(each => each.GetProperty("type").ValueEquals("response.custom_tool_call_input.delta"))
                .Select(each => each.GetProperty("delta").GetString());
            var done = Assert.Single(events, each => each.GetProperty("type").ValueEquals("response.custom_tool_call_input.done"));
            Assert.Equal(input, done.GetProperty("input").GetString());
            if (!input.Contains("never", StringComparison.Ordinal))
                Assert.Equal(input, string.Concat(deltas));
        }
    }

    [Fact]
    public void Half_of_a_character_in_a_custom_call_waits_for_its_other_half()
    {
        var translation = Translation("""{"input":"Hi","tools":[{"type":"custom","name":"patch"}]}""");
        translation.Event(
            Chunk("""{"tool_calls":[{"index":0,"id":"a","function":{"name":"patch","arguments":"{\"input\":\"\\ud83d"}}]}""")
        );
        Assert.Equal(
            Event(
                "response.custom_tool_call_input.delta",
                3,
                """ "item_id":"ctc_0123_0","output_index":0,"delta":"\uD83D\uDE00b" """.Trim()
            ),
            translation.Event(Chunk("""{"tool_calls":[{"index":0,"function":{"arguments":"\\ude00b"}}]}"""))
        );
    }

    [Fact]
    public void What_was_cut_by_the_limit_is_incomplete()
    {
        var translation = Translation();
        translation.Event(Chunk("""{"refusal":"I w"}""", "\"length\""));
        const string item =
            """{"id":"msg_0123_0","type":"message","status":"incomplete","role":"assistant","content":[{"type":"refusal","refusal":"I w"}]}""";
        Assert.Equal(
            Event("response.refusal.done", 5, """ "item_id":"msg_0123_0","output_index":0,"content_index":0,"refusal":"I w" """.Trim())
                + Event(
                    "response.content_part.done",
                    6,
                    """ "item_id":"msg_0123_0","output_index":0,"content_index":0,"part":{"type":"refusal","refusal":"I w"}""".Trim()
                )
                + Event("response.output_item.done", 7, $"\"output_index\":0,\"item\":{item}")
                + Event("response.incomplete", 8, Response("incomplete", item, details: """{"reason":"max_output_tokens"}""")),
            translation.Event("data: [DONE]")
        );
    }

    [Theory]
    [InlineData(
        """{"tool_calls":[{"id":"a","function":{"name":"f","arguments":"1"}}]}""",
        """{"tool_calls":[{"id":"b","function":{"name":"f","arguments":"2"}}]}"""
    )]
    [InlineData(
        """{"tool_calls":[{"index":0,"id":"a","function":{"name":"f","arguments":"1"}}]}""",
        """{"tool_calls":[{"index":0,"id":"b","function":{"name":"f","arguments":"2"}}]}"""
    )]
    [InlineData(
        """{"tool_calls":[{"id":"a","function":{"name":"f","arguments":""}},{"id":"b","function":{"name":"f","arguments":"2"}}]}""",
        """{"tool_calls":[{"index":0,"id":"a","function":{"name":"f","arguments":"1"}}]}"""
    )]
    public void Calls_that_upstreams_number_badly_are_distinguished(string first, string second)
    {
        var translation = Translation();
        var translated = translation.Event(Chunk(first)) + translation.Event(Chunk(second)) + translation.Event("data: [DONE]");
        Assert.Contains(""" "call_id":"a","name":"f","arguments":"1"}""".Trim(), translated, StringComparison.Ordinal);
        Assert.Contains(""" "call_id":"b","name":"f","arguments":"2"}""".Trim(), translated, StringComparison.Ordinal);
    }

    [Fact]
    public void Comments_pass_and_events_of_several_data_lines_are_one()
    {
        var translation = Translation();
        Assert.Equal(": processing\n\n", translation.Event(": processing"));
        Assert.Equal("", translation.Event("event: ping"));
        Assert.StartsWith(
            "event: response.created\n",
            translation.Event("event: x\r\ndata: {\"choices\":[\r\ndata: ]}\r"),
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("data: {\"choices\"")]
    [InlineData("data: 7")]
    [InlineData("""data: {"error":{"message":"no"}}""")]
    [InlineData("""data: {"choices":[{"delta":{"tool_calls":[{"index":0,"function":{"arguments":"x"}}]}}]}""")]
    public void What_is_no_chunk_is_the_upstreams_fault(string sse) => Assert.ThrowsAny<JsonException>(() => Translation().Event(sse));

    [Fact]
    public void Where_its_bytes_are_split_does_not_change_a_stream()
    {
        var stream = string.Concat(
            Chunk("""{"role":"assistant","reasoning":"Hm é"}"""),
            "\n\n",
            ": wait\r\n\r\n",
            Chunk("""{"content":"\ud83d\ude00 x 語"}"""),
            "\r\n\r\n",
            Chunk("""{"tool_calls":[{"index":0,"id":"a","function":{"name":"f","arguments":"{}"}}]}""", "\"tool_calls\""),
            "\n\ndata: [DONE]\n\n"
        );
        Splitting.ChangesNothing(() => Translation(), stream);
    }

    [Fact]
    public void A_whole_answer_says_the_same_as_its_stream()
    {
        var streamed = Translation().Stream(Chunk("""{"reasoning":"Hm","content":"x"}""", "\"stop\"") + "\n\ndata: [DONE]\n\n");
        var whole = Translation()
            .Answer(
                """{"created":1700000009,"model":"gpt-x","choices":[{"message":{"reasoning":"Hm","content":"x"},"finish_reason":"stop"}]}"""
            );
        Assert.EndsWith($"\"response\":{whole}}}\n\n", streamed, StringComparison.Ordinal);
    }
}
