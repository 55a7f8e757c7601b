using System.Text;
using System.Text.Json;
using Platform.Gateway.Protocols;
using Platform.Gateway.Translation.Replay;
using Xunit;

namespace Platform.Tests.Unit.Gateway.Translation.Replay;

/// <summary>Whole answers as the events of a stream, in the form of each vendor.</summary>
public sealed class ReplaysTests
{
    private static string Events(Protocol protocol, string answer) =>
        string.Concat(Replays.Events(protocol, Encoding.UTF8.GetBytes(answer)).Select(Encoding.UTF8.GetString));

    [Fact]
    public void A_completion_becomes_chunks() =>
        Assert.Equal(
            """
            data: {"id":"c","object":"chat.completion.chunk","model":"m","choices":[{"index":0,"delta":{"role":"assistant","content":""},"logprobs":null,"finish_reason":null}]}

            data: {"id":"c","object":"chat.completion.chunk","model":"m","choices":[{"index":0,"delta":{"reasoning_content":"hm"},"logprobs":null,"finish_reason":null}]}

            data: {"id":"c","object":"chat.completion.chunk","model":"m","choices":[{"index":0,"delta":{"content":"Hi"},"logprobs":{"content":[{"token":"Hi"}]},"finish_reason":null}]}

            data: {"id":"c","object":"chat.completion.chunk","model":"m","choices":[{"index":0,"delta":{"annotations":[{"type":"url_citation"}]},"logprobs":null,"finish_reason":null}]}

            data: {"id":"c","object":"chat.completion.chunk","model":"m","choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"id":"1","type":"function","function":{"name":"f","arguments":""}}]},"logprobs":null,"finish_reason":null}]}

            data: {"id":"c","object":"chat.completion.chunk","model":"m","choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"function":{"arguments":"{\"a\":1}"}}]},"logprobs":null,"finish_reason":null}]}

            data: {"id":"c","object":"chat.completion.chunk","model":"m","choices":[{"index":0,"delta":{},"logprobs":null,"finish_reason":"tool_calls","content_filter_results":{}}]}

            data: {"id":"c","object":"chat.completion.chunk","model":"m","choices":[{"index":1,"delta":{"role":"assistant","content":null},"logprobs":null,"finish_reason":null}]}

            data: {"id":"c","object":"chat.completion.chunk","model":"m","choices":[{"index":1,"delta":{"refusal":"No\ud800"},"logprobs":null,"finish_reason":null}]}

            data: {"id":"c","object":"chat.completion.chunk","model":"m","choices":[{"index":1,"delta":{},"logprobs":null,"finish_reason":"stop"}]}

            data: {"id":"c","object":"chat.completion.chunk","model":"m","choices":[],"usage":{"prompt_tokens":1,"completion_tokens":2}}

            data: [DONE]


            """,
            Events(
                Protocol.Chat,
                """
                {"id":"c","object":"chat.completion","model":"m","choices":[
                 {"index":0,"message":{"role":"assistant","content":"Hi","reasoning_content":"hm","refusal":null,"annotations":[{"type":"url_citation"}],
                  "tool_calls":[{"id":"1","type":"function","function":{"name":"f","arguments":"{\"a\":1}"}}]},
                  "logprobs":{"content":[{"token":"Hi"}]},"finish_reason":"tool_calls","content_filter_results":{}},
                 {"index":1,"message":{"role":"assistant","content":null,"refusal":"No\ud800"},"finish_reason":null}],
                 "usage":{"prompt_tokens":1,"completion_tokens":2}}
                """
            )
        );

    /// <summary>A vendor's own member may be large: it is sent once, not with each piece of the text.</summary>
    [Fact]
    public void What_only_one_vendor_says_of_the_whole_is_in_the_first_chunk()
    {
        var events = Events(
            Protocol.Chat,
            """{"id":"c","prompt_logprobs":[1],"choices":[{"index":0,"message":{"role":"assistant","content":"Hi"},"finish_reason":"stop"}]}"""
        );
        Assert.StartsWith("""data: {"id":"c","prompt_logprobs":[1],"choices":""", events, StringComparison.Ordinal);
        Assert.Equal(
            events.IndexOf("prompt_logprobs", StringComparison.Ordinal),
            events.LastIndexOf("prompt_logprobs", StringComparison.Ordinal)
        );
    }

    /// <summary>Each piece of a text repeats the id: an upstream must not make gigabytes of an answer of a few megabytes.</summary>
    [Theory]
    [InlineData("chat", """{"id":"LONG","choices":[{"index":0,"message":{"role":"assistant","content":"LONG"}}]}""")]
    [InlineData("responses", """{"output":[{"type":"message","id":"LONG","content":[{"type":"output_text","text":"LONG"}]}]}""")]
    public void An_answer_whose_events_are_far_larger_than_it_is_refused(string protocol, string answer)
    {
        var large = Encoding.UTF8.GetBytes(answer.Replace("LONG", new string('x', 1024 * 1024), StringComparison.Ordinal));
        Assert.Throws<JsonException>(() => Replays.Events(protocol == "chat" ? Protocol.Chat : Protocol.Responses, large));
    }

    /// <summary>Responses have each text in pieces, and whole in four events.</summary>
    [Fact]
    public void A_long_text_is_taken_apart()
    {
        var text = new string('Q', 2 * 1024 * 1024);
        var events = Events(
            Protocol.Responses,
            """{"output":[{"type":"message","id":"m","content":[{"type":"output_text","text":"LONG"}]}]}""".Replace(
                "LONG",
                text,
                StringComparison.Ordinal
            )
        );
        Assert.Equal(5 * text.Length, events.Count(each => each == 'Q'));
    }

    [Fact]
    public void A_legacy_completion_becomes_chunks() =>
        Assert.Equal(
            """
            data: {"object":"text_completion","choices":[{"index":0,"text":"ab","logprobs":null,"finish_reason":null}]}

            data: {"object":"text_completion","choices":[{"index":0,"text":"","logprobs":null,"finish_reason":"length"}]}

            data: [DONE]


            """,
            Events(Protocol.Completions, """{"object":"text_completion","choices":[{"index":0,"text":"ab","finish_reason":"length"}]}""")
        );

    [Fact]
    public void A_message_becomes_events() =>
        Assert.Equal(
            """
            event: message_start
            data: {"type":"message_start","message":{"id":"m","type":"message","role":"assistant","model":"x","content":[],"stop_reason":null,"stop_sequence":null,"usage":{"input_tokens":4,"output_tokens":0}}}

            event: content_block_start
            data: {"type":"content_block_start","index":0,"content_block":{"type":"thinking","thinking":"","signature":""}}

            event: content_block_delta
            data: {"type":"content_block_delta","index":0,"delta":{"type":"thinking_delta","thinking":"hm"}}

            event: content_block_delta
            data: {"type":"content_block_delta","index":0,"delta":{"type":"signature_delta","signature":"s"}}

            event: content_block_stop
            data: {"type":"content_block_stop","index":0}

            event: content_block_start
            data: {"type":"content_block_start","index":1,"content_block":{"type":"text","text":"","citations":[]}}

            event: content_block_delta
            data: {"type":"content_block_delta","index":1,"delta":{"type":"text_delta","text":"Hi"}}

            event: content_block_delta
            data: {"type":"content_block_delta","index":1,"delta":{"type":"citations_delta","citation":{"cited_text":"q"}}}

            event: content_block_stop
            data: {"type":"content_block_stop","index":1}

            event: content_block_start
            data: {"type":"content_block_start","index":2,"content_block":{"type":"tool_use","id":"t","name":"f","input":{}}}

            event: content_block_delta
            data: {"type":"content_block_delta","index":2,"delta":{"type":"input_json_delta","partial_json":"{\"a\":1}"}}

            event: content_block_stop
            data: {"type":"content_block_stop","index":2}

            event: message_delta
            data: {"type":"message_delta","delta":{"stop_reason":"tool_use","stop_sequence":null},"usage":{"input_tokens":4,"output_tokens":9}}

            event: message_stop
            data: {"type":"message_stop"}


            """,
            Events(
                Protocol.Messages,
                """{"id":"m","type":"message","role":"assistant","model":"x","content":[{"type":"thinking","thinking":"hm","signature":"s"},{"type":"text","text":"Hi","citations":[{"cited_text":"q"}]},{"type":"tool_use","id":"t","name":"f","input":{"a":1}}],"stop_reason":"tool_use","stop_sequence":null,"usage":{"input_tokens":4,"output_tokens":9}}"""
            )
        );

    [Fact]
    public void A_response_becomes_events() =>
        Assert.Equal(
            """
            event: response.created
            data: {"type":"response.created","sequence_number":0,"response":{"id":"r","object":"response","usage":null,"status":"in_progress","output":[]}}

            event: response.in_progress
            data: {"type":"response.in_progress","sequence_number":1,"response":{"id":"r","object":"response","usage":null,"status":"in_progress","output":[]}}

            event: response.output_item.added
            data: {"type":"response.output_item.added","sequence_number":2,"output_index":0,"item":{"id":"i","type":"message","status":"in_progress","role":"assistant","content":[]}}

            event: response.content_part.added
            data: {"type":"response.content_part.added","sequence_number":3,"item_id":"i","output_index":0,"content_index":0,"part":{"type":"output_text","annotations":[],"text":""}}

            event: response.output_text.delta
            data: {"type":"response.output_text.delta","sequence_number":4,"item_id":"i","output_index":0,"content_index":0,"delta":"Hi","logprobs":[]}

            event: response.output_text.done
            data: {"type":"response.output_text.done","sequence_number":5,"item_id":"i","output_index":0,"content_index":0,"text":"Hi","logprobs":[]}

            event: response.content_part.done
            data: {"type":"response.content_part.done","sequence_number":6,"item_id":"i","output_index":0,"content_index":0,"part":{"type":"output_text","annotations":[],"text":"Hi"}}

            event: response.output_item.done
            data: {"type":"response.output_item.done","sequence_number":7,"output_index":0,"item":{"id":"i","type":"message","status":"completed","role":"assistant","content":[{"type":"output_text","annotations":[],"text":"Hi"}]}}

            event: response.output_item.added
            data: {"type":"response.output_item.added","sequence_number":8,"output_index":1,"item":{"id":"f","type":"function_call","status":"in_progress","call_id":"c","name":"n","arguments":""}}

            event: response.function_call_arguments.delta
            data: {"type":"response.function_call_arguments.delta","sequence_number":9,"item_id":"f","output_index":1,"delta":"{}"}

            event: response.function_call_arguments.done
            data: {"type":"response.function_call_arguments.done","sequence_number":10,"item_id":"f","output_index":1,"arguments":"{}"}

            event: response.output_item.done
            data: {"type":"response.output_item.done","sequence_number":11,"output_index":1,"item":{"id":"f","type":"function_call","status":"completed","call_id":"c","name":"n","arguments":"{}"}}

            event: response.completed
            data: {"type":"response.completed","sequence_number":12,"response":{"id":"r","object":"response","status":"completed","output":[{"id":"i","type":"message","status":"completed","role":"assistant","content":[{"type":"output_text","annotations":[],"text":"Hi"}]},{"id":"f","type":"function_call","status":"completed","call_id":"c","name":"n","arguments":"{}"}],"usage":{"input_tokens":1,"output_tokens":2}}}


            """,
            Events(
                Protocol.Responses,
                """{"id":"r","object":"response","status":"completed","output":[{"id":"i","type":"message","status":"completed","role":"assistant","content":[{"type":"output_text","annotations":[],"text":"Hi"}]},{"id":"f","type":"function_call","status":"completed","call_id":"c","name":"n","arguments":"{}"}],"usage":{"input_tokens":1,"output_tokens":2}}"""
            )
        );

    [Theory]
    [InlineData(
        """{"id":"s","type":"reasoning","summary":[{"type":"summary_text","text":"hm"}],"encrypted_content":"e"}""",
        "output_item.added reasoning_summary_part.added reasoning_summary_text.delta reasoning_summary_text.done reasoning_summary_part.done output_item.done"
    )]
    [InlineData(
        """{"id":"s","type":"reasoning","summary":[],"content":[{"type":"reasoning_text","text":"hm"}]}""",
        "output_item.added reasoning_text.delta reasoning_text.done output_item.done"
    )]
    [InlineData(
        """{"id":"s","type":"message","content":[{"type":"refusal","refusal":"No"}]}""",
        "output_item.added content_part.added refusal.delta refusal.done content_part.done output_item.done"
    )]
    [InlineData(
        """{"id":"s","type":"message","content":[{"type":"output_text","text":"a","annotations":[{"type":"url_citation"}]}]}""",
        "output_item.added content_part.added output_text.delta output_text.annotation.added output_text.done content_part.done output_item.done"
    )]
    [InlineData(
        """{"id":"s","type":"custom_tool_call","call_id":"c","name":"n","input":"text"}""",
        "output_item.added custom_tool_call_input.delta custom_tool_call_input.done output_item.done"
    )]
    [InlineData(
        """{"id":"s","type":"web_search_call","status":"completed","action":{"type":"search"}}""",
        "output_item.added web_search_call.in_progress web_search_call.searching web_search_call.completed output_item.done"
    )]
    [InlineData("""{"id":"s","type":"computer_call","status":"completed"}""", "output_item.added output_item.done")]
    public void Each_item_of_a_response_has_its_vendors_events(string item, string types)
    {
        var events = Replays.Events(Protocol.Responses, Encoding.UTF8.GetBytes($$"""{"status":"incomplete","output":[{{item}}]}"""));
        Assert.Equal(
            ["response.created", "response.in_progress", .. types.Split(' ').Select(type => "response." + type), "response.incomplete"],
            events.Select(sse => Encoding.UTF8.GetString(sse).Split('\n')[0]["event: ".Length..])
        );
        Assert.Contains(item, Encoding.UTF8.GetString(events[^1]), StringComparison.Ordinal);
    }

    /// <summary>No piece ends between the halves of a surrogate pair.</summary>
    [Fact]
    public void A_long_text_becomes_pieces_that_make_it_again()
    {
        var text = new string('a', 4 * 1024 - 1) + "\U0001F600" + new string('b', 5_000);
        var events = Replays.Events(
            Protocol.Chat,
            JsonSerializer.SerializeToUtf8Bytes(new { choices = new[] { new { message = new { role = "assistant", content = text } } } })
        );
        var pieces = events
            .SkipLast(1)
            .Select(static sse => JsonDocument.Parse(sse.AsMemory("data: ".Length)).RootElement.GetProperty("choices")[0])
            .Select(static choice => choice.GetProperty("delta").TryGetProperty("content", out var content) ? content.GetString() : "")
            .ToList();
        Assert.Equal(text, string.Concat(pieces));
        Assert.Equal([4 * 1024 - 1, 4 * 1024, 906], pieces.Select(static piece => piece!.Length).Where(static length => length > 0));
    }

    [Theory]
    [InlineData("chat", """{"choices":"none"}""")]
    [InlineData("chat", """{"choices":[1]}""")]
    [InlineData("chat", """{"choices":[""")]
    [InlineData("messages", """{"content":[{"text":"no type"}]}""")]
    [InlineData("responses", """{"output":[{"type":"message","content":"text"}]}""")]
    [InlineData("responses", """{"status":"queued","output":[]}""")]
    public void What_has_another_shape_is_refused(string protocol, string answer) =>
        Assert.ThrowsAny<JsonException>(() =>
            Replays.Events(
                protocol switch
                {
                    "chat" => Protocol.Chat,
                    "messages" => Protocol.Messages,
                    _ => Protocol.Responses,
                },
                Encoding.UTF8.GetBytes(answer)
            )
        );
}
