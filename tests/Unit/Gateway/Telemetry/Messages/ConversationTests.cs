using System.Text.Json;
using Platform.Gateway.Protocols;
using Platform.Gateway.Telemetry.Messages;
using Xunit;

namespace Platform.Tests.Unit.Gateway.Telemetry.Messages;

/// <summary>
/// Requests and answers as <c>gen_ai.input.messages</c>, <c>gen_ai.output.messages</c> and <c>gen_ai.system_instructions</c>, in the JSON
/// of the conventions' schemas.
/// </summary>
public sealed class ConversationTests
{
    private static JsonElement Json(string text) => JsonDocument.Parse(text).RootElement;

    private static IConversationReader Of(Protocol protocol) => ConversationReaders.For(protocol)!;

    private static string Input(Protocol protocol, string request) => MessagesText.From(Of(protocol).Input(Json(request)), out _);

    private static string Output(Protocol protocol, string answer) => MessagesText.From(Of(protocol).Output(Json(answer)), out _);

    private static string Streamed(Protocol protocol, params string[] events) =>
        MessagesText.From(Of(protocol).Output([.. events.Select(Json)]), out _);

    [Fact]
    public void Chat_is_asked() =>
        Assert.Equal(
            """[{"role":"system","parts":[{"type":"text","content":"Be brief"}]},"""
                + """{"role":"user","parts":[{"type":"text","content":"Weather?"},{"type":"uri","modality":"image","uri":"https://x/y.png"},{"type":"blob","modality":"image","content":""}]},"""
                + """{"role":"assistant","parts":[{"type":"tool_call","id":"call_1","name":"weather","arguments":{"city":"Rome"}}]},"""
                + """{"role":"tool","parts":[{"type":"tool_call_response","id":"call_1","response":"rainy, 57°F"}]}]""",
            Input(
                Protocol.Chat,
                """
                {"model":"m","messages":[
                  {"role":"developer","content":"Be brief"},
                  {"role":"user","content":[{"type":"text","text":"Weather?"},{"type":"image_url","image_url":{"url":"https://x/y.png"}},{"type":"image_url","image_url":{"url":"data:image/png;base64,AAAA"}}]},
                  {"role":"assistant","content":null,"tool_calls":[{"id":"call_1","type":"function","function":{"name":"weather","arguments":"{\"city\":\"Rome\"}"}}]},
                  {"role":"tool","tool_call_id":"call_1","content":"rainy, 57°F"}]}
                """
            )
        );

    [Fact]
    public void Chat_answers() =>
        Assert.Equal(
            """[{"role":"assistant","parts":[{"type":"reasoning","content":"Hm"},{"type":"text","content":"Hi"}],"finish_reason":"stop"},"""
                + """{"role":"assistant","parts":[{"type":"tool_call","id":"c","name":"f","arguments":{}}],"finish_reason":"tool_call"}]""",
            Output(
                Protocol.Chat,
                """
                {"choices":[{"message":{"role":"assistant","reasoning_content":"Hm","content":"Hi"},"finish_reason":"stop"},
                  {"message":{"content":null,"tool_calls":[{"id":"c","function":{"name":"f","arguments":"{}"}}]},"finish_reason":"tool_calls"}]}
                """
            )
        );

    [Fact]
    public void Chat_answers_in_a_stream() =>
        Assert.Equal(
            """[{"role":"assistant","parts":[{"type":"reasoning","content":"Hm"},{"type":"text","content":"Hello"},{"type":"tool_call","id":"c","name":"f","arguments":{"a":1}}],"finish_reason":"tool_call"}]""",
            Streamed(
                Protocol.Chat,
                """{"choices":[{"index":0,"delta":{"role":"assistant","content":""}}]}""",
                """{"choices":[{"index":0,"delta":{"reasoning_content":"Hm"}}]}""",
                """{"choices":[{"index":0,"delta":{"content":"Hel"}}]}""",
                """{"choices":[{"index":0,"delta":{"content":"lo"}}]}""",
                """{"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"id":"c","function":{"name":"f","arguments":"{\"a\""}}]}}]}""",
                """{"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"function":{"arguments":":1}"}}]}}]}""",
                """{"choices":[{"index":0,"delta":{},"finish_reason":"tool_calls"}]}""",
                """{"choices":[],"usage":{"prompt_tokens":1}}"""
            )
        );

    [Fact]
    public void A_stream_that_broke_ends_with_an_error_and_what_it_said_of_a_call() =>
        Assert.Equal(
            """[{"role":"assistant","parts":[{"type":"tool_call","id":"c","name":"f","arguments":"{\"a\""}],"finish_reason":"error"}]""",
            Streamed(
                Protocol.Chat,
                """{"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"id":"c","function":{"name":"f","arguments":"{\"a\""}}]}}]}"""
            )
        );

    [Fact]
    public void Legacy_completions_have_a_prompt_and_a_text()
    {
        Assert.Equal(
            """[{"role":"user","parts":[{"type":"text","content":"Say"}]}]""",
            Input(Protocol.Completions, """{"prompt":"Say"}""")
        );
        Assert.Equal(
            """[{"role":"assistant","parts":[{"type":"text","content":"Hi"}],"finish_reason":"length"}]""",
            Output(Protocol.Completions, """{"choices":[{"text":"Hi","finish_reason":"length"}]}""")
        );
        Assert.Equal(
            """[{"role":"assistant","parts":[{"type":"text","content":"Hi"}],"finish_reason":"stop"}]""",
            Streamed(Protocol.Completions, """{"choices":[{"text":"H"}]}""", """{"choices":[{"text":"i","finish_reason":"stop"}]}""")
        );
    }

    [Fact]
    public void Responses_are_asked()
    {
        const string Request = """
            {"instructions":"Be kind","input":[
              {"role":"developer","content":"Be brief"},
              {"type":"message","role":"user","content":[{"type":"input_text","text":"Weather?"},{"type":"input_image","image_url":"https://x/y.png"}]},
              {"type":"reasoning","summary":[{"type":"summary_text","text":"Hm"}]},
              {"type":"function_call","call_id":"c1","name":"weather","arguments":"{\"city\":\"Rome\"}"},
              {"type":"function_call_output","call_id":"c1","output":"rainy"},
              {"type":"item_reference","id":"x"}]}
            """;
        Assert.Equal("""[{"type":"text","content":"Be kind"}]""", MessagesText.From(Of(Protocol.Responses).Instructions(Json(Request))));
        Assert.Equal(
            """[{"role":"system","parts":[{"type":"text","content":"Be brief"}]},"""
                + """{"role":"user","parts":[{"type":"text","content":"Weather?"},{"type":"uri","modality":"image","uri":"https://x/y.png"}]},"""
                + """{"role":"assistant","parts":[{"type":"reasoning","content":"Hm"}]},"""
                + """{"role":"assistant","parts":[{"type":"tool_call","id":"c1","name":"weather","arguments":{"city":"Rome"}}]},"""
                + """{"role":"tool","parts":[{"type":"tool_call_response","id":"c1","response":"rainy"}]},"""
                + """{"role":"assistant","parts":[{"type":"item_reference"}]}]""",
            Input(Protocol.Responses, Request)
        );
        Assert.Equal("""[{"role":"user","parts":[{"type":"text","content":"Hi"}]}]""", Input(Protocol.Responses, """{"input":"Hi"}"""));
    }

    private const string Response = """
        {"id":"r","status":"completed","output":[{"type":"reasoning","summary":[]},{"type":"message","content":[{"type":"output_text","text":"Hi"}]},
          {"type":"function_call","call_id":"c","name":"f","arguments":"{}"}]}
        """;

    private const string Answer =
        """[{"role":"assistant","parts":[{"type":"text","content":"Hi"},{"type":"tool_call","id":"c","name":"f","arguments":{}}],"finish_reason":"tool_call"}]""";

    [Fact]
    public void Responses_answer() => Assert.Equal(Answer, Output(Protocol.Responses, Response));

    [Fact]
    public void Responses_answer_in_a_stream_whose_end_has_it_all() =>
        Assert.Equal(
            Answer,
            Streamed(
                Protocol.Responses,
                """{"type":"response.created","response":{"status":"in_progress","output":[]}}""",
                """{"type":"response.output_text.delta","output_index":1,"delta":"Hi"}""",
                $$"""{"type":"response.completed","response":{{Response}}}"""
            )
        );

    [Fact]
    public void Responses_that_broke_have_what_was_finished_and_the_text_that_was_not() =>
        Assert.Equal(
            """[{"role":"assistant","parts":[{"type":"text","content":"One"},{"type":"text","content":"Two"}],"finish_reason":"error"}]""",
            Streamed(
                Protocol.Responses,
                """{"type":"response.output_text.delta","output_index":0,"delta":"One"}""",
                """{"type":"response.output_item.done","output_index":0,"item":{"type":"message","content":[{"type":"output_text","text":"One"}]}}""",
                """{"type":"response.output_text.delta","output_index":1,"delta":"Tw"}""",
                """{"type":"response.output_text.delta","output_index":1,"delta":"o"}"""
            )
        );

    [Fact]
    public void Messages_are_asked()
    {
        const string Request = """
            {"system":[{"type":"text","text":"Be kind"}],"messages":[
              {"role":"user","content":"Weather?"},
              {"role":"assistant","content":[{"type":"thinking","thinking":"Hm"},{"type":"tool_use","id":"t1","name":"weather","input":{"city":"Rome"}}]},
              {"role":"user","content":[{"type":"tool_result","tool_use_id":"t1","content":[{"type":"text","text":"rainy"}]},{"type":"image","source":{"type":"base64","data":"AAAA"}}]}]}
            """;
        Assert.Equal("""[{"type":"text","content":"Be kind"}]""", MessagesText.From(Of(Protocol.Messages).Instructions(Json(Request))));
        Assert.Equal(
            """[{"role":"user","parts":[{"type":"text","content":"Weather?"}]},"""
                + """{"role":"assistant","parts":[{"type":"reasoning","content":"Hm"},{"type":"tool_call","id":"t1","name":"weather","arguments":{"city":"Rome"}}]},"""
                + """{"role":"user","parts":[{"type":"tool_call_response","id":"t1","response":[{"type":"text","text":"rainy"}]},{"type":"blob","modality":"image","content":""}]}]""",
            Input(Protocol.Messages, Request)
        );
    }

    [Fact]
    public void Messages_answer() =>
        Assert.Equal(
            """[{"role":"assistant","parts":[{"type":"text","content":"Hi"},{"type":"tool_call","id":"t","name":"f","arguments":{"a":1}}],"finish_reason":"tool_call"}]""",
            Output(
                Protocol.Messages,
                """{"content":[{"type":"text","text":"Hi"},{"type":"tool_use","id":"t","name":"f","input":{"a":1}}],"stop_reason":"tool_use"}"""
            )
        );

    [Fact]
    public void Messages_answer_in_a_stream() =>
        Assert.Equal(
            """[{"role":"assistant","parts":[{"type":"reasoning","content":"Hm"},{"type":"text","content":"Hello"},{"type":"tool_call","id":"t","name":"f","arguments":{"a":1}}],"finish_reason":"stop"}]""",
            Streamed(
                Protocol.Messages,
                """{"type":"message_start","message":{"id":"m","content":[]}}""",
                """{"type":"content_block_start","index":0,"content_block":{"type":"thinking","thinking":""}}""",
                """{"type":"content_block_delta","index":0,"delta":{"type":"thinking_delta","thinking":"Hm"}}""",
                """{"type":"content_block_start","index":1,"content_block":{"type":"text","text":""}}""",
                """{"type":"content_block_delta","index":1,"delta":{"type":"text_delta","text":"Hel"}}""",
                """{"type":"content_block_delta","index":1,"delta":{"type":"text_delta","text":"lo"}}""",
                """{"type":"content_block_start","index":2,"content_block":{"type":"tool_use","id":"t","name":"f","input":{}}}""",
                """{"type":"content_block_delta","index":2,"delta":{"type":"input_json_delta","partial_json":"{\"a\":1}"}}""",
                """{"type":"message_delta","delta":{"stop_reason":"end_turn"}}""",
                """{"type":"message_stop"}"""
            )
        );

    [Fact]
    public void A_long_text_is_cut()
    {
        var text = Input(Protocol.Chat, $$"""{"messages":[{"role":"user","content":"{{new string('z', 20_000)}}"}]}""");
        Assert.EndsWith("zz…\"}]}]", text, StringComparison.Ordinal);
        Assert.Equal(16 * 1024, text.Count(letter => letter == 'z'));
    }

    [Fact]
    public void Of_many_messages_the_last_are_captured()
    {
        var messages = string.Join(
            ',',
            Enumerable.Range(0, 20).Select(i => $$"""{"role":"user","content":"{{i}} {{new string('x', 10_000)}}"}""")
        );
        var text = MessagesText.From(Of(Protocol.Chat).Input(Json($$"""{"messages":[{{messages}}]}""")), out var leftOut);
        Assert.Equal((14, 6), (leftOut, JsonDocument.Parse(text).RootElement.GetArrayLength()));
        Assert.Contains("\"19 xx", text, StringComparison.Ordinal);
        Assert.DoesNotContain("\"13 xx", text, StringComparison.Ordinal);
    }
}
