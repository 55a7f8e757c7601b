using Platform.FakeUpstream.Tally;
using Xunit;

namespace Platform.Tests.Unit.FakeUpstream.Responses;

public sealed class ResponsesStreamTests
{
    private const string Tail =
        ""","instructions":null,"max_output_tokens":6,"metadata":{},"model":"gpt-4.1","parallel_tool_calls":true,"previous_response_id":null,"reasoning":{"effort":null,"summary":null},"store":true,"temperature":1.0,"text":{"format":{"type":"text"}},"tool_choice":"auto","tools":[],"top_p":1.0,"service_tier":"default","truncation":"disabled","usage":""";
    private const string Begun =
        """{"id":"resp_ID","object":"response","created_at":0,"status":"in_progress","background":false,"error":null,"incomplete_details":null,"output":[]"""
        + Tail
        + "null}";
    private const string Text = """{"type":"output_text","annotations":[],"logprobs":[],"text":"You said: Hi\n\nThis answe"}""";
    private const string Item = """{"id":"msg_ID","type":"message","status":"incomplete","role":"assistant","content":[""" + Text + "]}";
    private const string Place = "\"item_id\":\"msg_ID\",\"output_index\":0,\"content_index\":0,\"";

    [Fact]
    public async Task A_text_comes_as_OpenAIs_events()
    {
        var asked = await Ask("\"max_output_tokens\":6");

        Assert.Equal(
            [
                """{"type":"response.created","sequence_number":0,"response":""" + Begun + "}",
                """{"type":"response.in_progress","sequence_number":1,"response":""" + Begun + "}",
                """{"type":"response.output_item.added","sequence_number":2,"output_index":0,"item":{"id":"msg_ID","type":"message","status":"in_progress","role":"assistant","content":[]}}""",
                """{"type":"response.content_part.added","sequence_number":3,"""
                    + Place
                    + """part":{"type":"output_text","annotations":[],"logprobs":[],"text":""}}""",
                """{"type":"response.output_text.delta","sequence_number":4,"""
                    + Place
                    + """delta":"You said: Hi\n\nThis","logprobs":[]}""",
                """{"type":"response.output_text.delta","sequence_number":5,""" + Place + """delta":" answe","logprobs":[]}""",
                """{"type":"response.output_text.done","sequence_number":6,"""
                    + Place
                    + """text":"You said: Hi\n\nThis answe","logprobs":[]}""",
                """{"type":"response.content_part.done","sequence_number":7,""" + Place + "part\":" + Text + "}",
                """{"type":"response.output_item.done","sequence_number":8,"output_index":0,"item":""" + Item + "}",
                """{"type":"response.incomplete","sequence_number":9,"response":{"id":"resp_ID","object":"response","created_at":0,"status":"incomplete","background":false,"error":null,"incomplete_details":{"reason":"max_output_tokens"},"output":["""
                    + Item
                    + "]"
                    + Tail
                    + """{"input_tokens":1,"input_tokens_details":{"cached_tokens":0,"cache_write_tokens":0},"output_tokens":6,"output_tokens_details":{"reasoning_tokens":0},"total_tokens":7}}}""",
            ],
            asked.Data()
        );
        Assert.Equal("text/event-stream; charset=utf-8", asked.Http.Response.ContentType);
        Assert.Equal(
            (Outcome.Completed, "responses", 1L, 6L, true),
            (asked.Served.Outcome, asked.Served.Protocol, asked.Served.PromptTokens, asked.Served.CompletionTokens, asked.Served.UsageSent)
        );
    }

    [Fact]
    public async Task What_it_repeats_of_a_request_has_no_line_breaks() =>
        Assert.Contains("\"metadata\":{\"a\":\"b\"},", (await Ask("\"metadata\":{\r\n\"a\":\n\"b\"}")).Data()[0], StringComparison.Ordinal);

    [Fact]
    public async Task A_function_call_comes_in_fragments() =>
        Assert.Equal(
            [
                """{"type":"response.output_item.added","sequence_number":2,"output_index":0,"item":{"id":"fc_ID","type":"function_call","status":"in_progress","call_id":"call_ID","name":"f","arguments":""}}""",
                """{"type":"response.function_call_arguments.delta","sequence_number":3,"item_id":"fc_ID","output_index":0,"delta":"{\"a\":\"a\"}"}""",
                """{"type":"response.function_call_arguments.done","sequence_number":4,"item_id":"fc_ID","output_index":0,"name":"f","arguments":"{\"a\":\"a\"}"}""",
                """{"type":"response.output_item.done","sequence_number":5,"output_index":0,"item":{"id":"fc_ID","type":"function_call","status":"completed","call_id":"call_ID","name":"f","arguments":"{\"a\":\"a\"}"}}""",
            ],
            (
                await Ask(
                    """
                    "tool_choice":"required","tools":[{"type":"function","name":"f","parameters":{"properties":{"a":{"type":"string"}}}}]
                    """
                )
            ).Data()[2..^1]
        );

    [Fact]
    public async Task A_custom_tool_takes_text() =>
        Assert.Equal(
            [
                """{"type":"response.output_item.added","sequence_number":2,"output_index":0,"item":{"id":"ctc_ID","type":"custom_tool_call","status":"in_progress","call_id":"call_ID","name":"Hi","input":""}}""",
                """{"type":"response.custom_tool_call_input.delta","sequence_number":3,"item_id":"ctc_ID","output_index":0,"delta":"You said: Hi"}""",
                """{"type":"response.custom_tool_call_input.done","sequence_number":4,"item_id":"ctc_ID","output_index":0,"input":"You said: Hi"}""",
                """{"type":"response.output_item.done","sequence_number":5,"output_index":0,"item":{"id":"ctc_ID","type":"custom_tool_call","status":"incomplete","call_id":"call_ID","name":"Hi","input":"You said: Hi"}}""",
            ],
            (
                await Ask(
                    """
                    "max_output_tokens":4,"tools":[{"type":"web_search"},{"type":"custom","name":"Hi","format":{"type":"grammar"}}]
                    """
                )
            ).Data()[2..^1].Select(line => line.Replace("You said: Hi\\n\\n", "You said: Hi", StringComparison.Ordinal))
        );

    [Fact]
    public async Task A_thought_is_an_item_of_its_own_with_a_summary_for_who_asks()
    {
        var asked = await Ask(
            "\"reasoning\":{\"summary\":\"auto\"},\"include\":[\"reasoning.encrypted_content\"]",
            "reasoning=3, tokens=2",
            "gpt-5"
        );

        Assert.Equal(
            [
                """{"type":"response.output_item.added","sequence_number":2,"output_index":0,"item":{"id":"rs_ID","type":"reasoning","summary":[],"encrypted_content":"gAAAAABmYWtlLXVwc3RyZWFtLXRob3VnaHQ="}}""",
                """{"type":"response.reasoning_summary_part.added","sequence_number":3,"item_id":"rs_ID","output_index":0,"summary_index":0,"part":{"type":"summary_text","text":""}}""",
                """{"type":"response.reasoning_summary_text.delta","sequence_number":4,"item_id":"rs_ID","output_index":0,"summary_index":0,"delta":"Let me think"}""",
                """{"type":"response.reasoning_summary_text.done","sequence_number":5,"item_id":"rs_ID","output_index":0,"summary_index":0,"text":"Let me think"}""",
                """{"type":"response.reasoning_summary_part.done","sequence_number":6,"item_id":"rs_ID","output_index":0,"summary_index":0,"part":{"type":"summary_text","text":"Let me think"}}""",
                """{"type":"response.output_item.done","sequence_number":7,"output_index":0,"item":{"id":"rs_ID","type":"reasoning","summary":[{"type":"summary_text","text":"Let me think"}],"encrypted_content":"gAAAAABmYWtlLXVwc3RyZWFtLXRob3VnaHQ="}}""",
                """{"type":"response.output_item.added","sequence_number":8,"output_index":1,"item":{"id":"msg_ID","type":"message","status":"in_progress","role":"assistant","content":[]}}""",
            ],
            asked.Data()[2..9]
        );
        Assert.Equal((5L, 3L), (asked.Served.CompletionTokens, asked.Served.ReasoningTokens));
    }

    [Fact]
    public async Task A_thought_that_nobody_asks_for_is_an_empty_item() =>
        Assert.Equal(
            [
                """{"type":"response.output_item.added","sequence_number":2,"output_index":0,"item":{"id":"rs_ID","type":"reasoning","summary":[]}}""",
                """{"type":"response.output_item.done","sequence_number":3,"output_index":0,"item":{"id":"rs_ID","type":"reasoning","summary":[]}}""",
            ],
            (await Ask("\"store\":false", "reasoning=3")).Data()[2..4]
        );

    [Fact]
    public async Task A_cut_counts_what_was_sent()
    {
        var asked = await Ask("\"store\":false", "cut=1");

        Assert.True(asked.Cut);
        Assert.Equal(5, asked.Data().Length);
        Assert.Equal((Outcome.Cut, 1L, 5L), (asked.Served.Outcome, asked.Served.PromptTokens, asked.Served.CompletionTokens));
    }

    [Fact]
    public async Task A_response_that_was_begun_fails()
    {
        var asked = await Ask("\"max_output_tokens\":6", "error-in-stream=1");

        Assert.Equal(
            """{"type":"response.failed","sequence_number":5,"response":{"id":"resp_ID","object":"response","created_at":0,"status":"failed","background":false,"error":{"code":"server_error","message":"The server had an error while processing your request. Sorry about that!"},"incomplete_details":null,"output":[]"""
                + Tail
                + "null}}",
            asked.Data()[^1]
        );
        Assert.Equal((Outcome.Cut, 5L), (asked.Served.Outcome, asked.Served.CompletionTokens));
    }

    [Fact]
    public async Task Before_a_response_is_begun_there_is_only_an_error() =>
        Assert.Equal(
            [
                """{"type":"error","sequence_number":0,"code":"server_error","message":"The server had an error while processing your request. Sorry about that!","param":null}""",
            ],
            (await Ask("\"store\":false", "error-in-stream=0")).Data()
        );

    [Fact]
    public async Task Without_its_terminal_event_a_stream_has_no_usage()
    {
        var asked = await Ask("\"max_output_tokens\":6", "no-done");

        Assert.StartsWith("{\"type\":\"response.output_item.done\"", asked.Data()[^1], StringComparison.Ordinal);
        Assert.Equal((Outcome.Cut, 6L, false), (asked.Served.Outcome, asked.Served.CompletionTokens, asked.Served.UsageSent));
    }

    private static Task<Conversation> Ask(string fields, string script = "", string model = "gpt-4.1") =>
        Conversation.At("/v1/responses", $$"""{"model":"{{model}}","stream":true,{{fields}},"input":"Hi"}""", ("x-fake-script", script));
}
