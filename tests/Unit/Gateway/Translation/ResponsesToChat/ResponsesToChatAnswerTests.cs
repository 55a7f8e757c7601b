using System.Text.Json;
using Platform.Gateway.Translation.ResponsesToChat;
using Xunit;

namespace Platform.Tests.Unit.Gateway.Translation.ResponsesToChat;

public sealed class ResponsesToChatAnswerTests
{
    private const string Asked = """
        {"model":"m","input":"Hi","instructions":"Be brief","max_output_tokens":50,"metadata":{"k":"v"},"parallel_tool_calls":false,"prompt_cache_key":"pk",
        "reasoning":{"effort":"low"},"safety_identifier":"s","store":false,"temperature":0.5,"text":{"verbosity":"low"},"top_p":0.9,"truncation":"auto","user":"u",
        "tools":[{"type":"web_search"},{"type":"custom","name":"apply_patch"},{"type":"tool_search","execution":"client"},{"type":"namespace","name":"mail","tools":[{"type":"function","name":"send"}]}]}
        """;

    private static string Translated(string answer, string request = """{"input":"Hi"}""")
    {
        var translation = new ResponsesToChatTranslation(TranslationTexts.VendorContext);
        translation.Request(request);
        return translation.Answer(answer);
    }

    private static string Output(string choice, string request = """{"input":"Hi"}""")
    {
        using var translated = JsonDocument.Parse(Translated($$"""{"choices":[{{choice}}]}""", request));
        return translated.RootElement.GetProperty("output").GetRawText();
    }

    [Fact]
    public void An_answer_becomes_a_response() =>
        Assert.Equal(
            """{"id":"resp_0123","object":"response","created_at":1700000009,"status":"completed","background":false,"error":null,"incomplete_details":null,"model":"gpt-x","output":[{"id":"msg_0123_0","type":"message","status":"completed","role":"assistant","content":[{"type":"output_text","annotations":[],"logprobs":[],"text":"Hello é \"there\""}]}],"previous_response_id":null,"instructions":null,"max_output_tokens":null,"max_tool_calls":null,"metadata":{},"parallel_tool_calls":true,"prompt_cache_key":null,"reasoning":{"effort":null,"summary":null},"safety_identifier":null,"store":true,"temperature":1.0,"text":{"format":{"type":"text"}},"tool_choice":"auto","top_logprobs":0,"top_p":1.0,"truncation":"disabled","tools":[],"service_tier":"flex","usage":{"input_tokens":11,"input_tokens_details":{"cached_tokens":4,"cache_write_tokens":2},"output_tokens":7,"output_tokens_details":{"reasoning_tokens":3},"total_tokens":18,"cost":0.000123}}""",
            Translated(
                """
                {"id":"chatcmpl-1","object":"chat.completion","created":1700000009,"model":"gpt-x","service_tier":"flex","choices":[{"index":0,
                "message":{"role":"assistant","content":"Hello \u00e9 \"there\"","refusal":null,"annotations":[]},"logprobs":null,"finish_reason":"stop"}],
                "usage":{"prompt_tokens":11,"completion_tokens":7,"total_tokens":18,"prompt_tokens_details":{"cached_tokens":4,"cache_write_tokens":2,"audio_tokens":0},
                "completion_tokens_details":{"reasoning_tokens":3},"cost":0.000123}}
                """
            )
        );

    [Fact]
    public void A_response_repeats_what_it_was_asked_with_and_only_the_tools_that_were_offered() =>
        Assert.Contains(
            """
            "previous_response_id":null,"instructions":"Be brief","max_output_tokens":50,"max_tool_calls":null,"metadata":{"k":"v"},"parallel_tool_calls":false,"prompt_cache_key":"pk","reasoning":{"effort":"low"},"safety_identifier":"s","store":false,"temperature":0.5,"text":{"verbosity":"low"},"tool_choice":"auto","top_logprobs":0,"top_p":0.9,"truncation":"auto","user":"u","tools":[{"type":"custom","name":"apply_patch"},{"type":"tool_search","execution":"client"},{"type":"namespace","name":"mail","tools":[{"type":"function","name":"send"}]}],"service_tier":"default"}
            """.Trim(),
            Translated("""{"choices":[{"message":{"content":"x"},"finish_reason":"stop"}]}""", Asked),
            StringComparison.Ordinal
        );

    [Fact]
    public void A_response_says_which_one_it_goes_on_from()
    {
        var translation = new ResponsesToChatTranslation(TranslationTexts.VendorContext) { PreviousResponseId = "resp_before" };
        translation.Request("""{"input":"Hi"}""");
        Assert.Contains(
            """ "previous_response_id":"resp_before",""".Trim(),
            translation.Answer("""{"choices":[{"message":{"content":"x"}}]}"""),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Usage_always_has_both_details() =>
        Assert.Contains(
            """ "usage":{"input_tokens":5,"input_tokens_details":{"cached_tokens":0,"cache_write_tokens":0},"output_tokens":2,"output_tokens_details":{"reasoning_tokens":0},"total_tokens":7}} """.Trim(),
            Translated("""{"choices":[{"message":{"content":"x"}}],"usage":{"prompt_tokens":5,"completion_tokens":2}}"""),
            StringComparison.Ordinal
        );

    [Fact]
    public void Calls_come_back_under_the_names_that_the_client_knows() =>
        Assert.Equal(
            """[{"id":"rs_0123_0","type":"reasoning","summary":[{"type":"summary_text","text":"Hm."}]},{"id":"msg_0123_1","type":"message","status":"completed","role":"assistant","content":[{"type":"output_text","annotations":[],"logprobs":[],"text":"I call."}]},{"id":"fc_0123_2","type":"function_call","status":"completed","call_id":"c1","name":"send","namespace":"mail","arguments":"{\"to\":\"a\"}"},{"id":"ctc_0123_3","type":"custom_tool_call","status":"completed","call_id":"c2","name":"apply_patch","input":"*** \"x\"\n"},{"id":"tsc_0123_4","type":"tool_search_call","status":"completed","call_id":"c3","execution":"client","arguments":{"query":"q","limit":1}},{"id":"fc_0123_5","type":"function_call","status":"completed","call_id":"call_0123_5","name":"unheard","arguments":""}]""",
            Output(
                """
                {"message":{"role":"assistant","content":"I call.","reasoning_content":"Hm.","tool_calls":[
                {"id":"c1","type":"function","function":{"name":"mail__send","arguments":"{\"to\":\"a\"}"}},
                {"id":"c2","type":"function","function":{"name":"apply_patch","arguments":"{\"input\":\"*** \\\"x\\\"\\n\"}"}},
                {"id":"c3","type":"function","function":{"name":"tool_search","arguments":"{\"query\":\"q\",\"limit\":1}"}},
                {"index":9,"function":{"name":"unheard","arguments":""}}]},"finish_reason":"tool_calls"}
                """,
                Asked
            )
        );

    [Theory]
    [InlineData("not json", "not json")]
    [InlineData("{\\\"input\\\":7}", "{\\\"input\\\":7}")]
    [InlineData("", "")]
    public void A_custom_call_that_is_not_in_its_form_is_the_text_itself(string arguments, string input) =>
        Assert.Equal(
            $$"""[{"id":"ctc_0123_0","type":"custom_tool_call","status":"completed","call_id":"c","name":"apply_patch","input":"{{input}}"}]""",
            Output(
                $$"""{"message":{"content":null,"tool_calls":[{"id":"c","function":{"name":"apply_patch","arguments":"{{arguments}}"} }]} }""",
                Asked
            )
        );

    [Theory]
    [InlineData("length", "incomplete", """{"reason":"max_output_tokens"}""")]
    [InlineData("content_filter", "incomplete", """{"reason":"content_filter"}""")]
    [InlineData("stop", "completed", "null")]
    [InlineData("tool_calls", "completed", "null")]
    public void Why_it_ended_is_translated(string reason, string status, string details)
    {
        var translated = Translated($$"""{"choices":[{"index":0,"message":{"content":"x"},"finish_reason":"{{reason}}"}]}""");
        Assert.Contains(
            $"\"status\":\"{status}\",\"background\":false,\"error\":null,\"incomplete_details\":{details},",
            translated,
            StringComparison.Ordinal
        );
        Assert.Contains($"\"type\":\"message\",\"status\":\"{status}\"", translated, StringComparison.Ordinal);
    }

    [Fact]
    public void Refusals_citations_and_chances_are_carried() =>
        Assert.Equal(
            """[{"id":"msg_0123_0","type":"message","status":"completed","role":"assistant","content":[{"type":"output_text","annotations":[{"type":"url_citation","start_index":1,"end_index":2,"url":"https://x","title":"X"}],"logprobs":[{"token":"x","logprob":-0.1,"bytes":[120],"top_logprobs":[]}],"text":"x"}]}]""",
            Output(
                """
                {"message":{"content":"x","annotations":[{"type":"url_citation","url_citation":{"start_index":1,"end_index":2,"url":"https://x","title":"X"}}]},
                "logprobs":{"content":[{"token":"x","logprob":-0.1,"bytes":[120],"top_logprobs":[]}],"refusal":null},"finish_reason":"stop"}
                """
            )
        );

    [Fact]
    public void A_refusal_is_a_part_of_its_own() =>
        Assert.Equal(
            """[{"id":"msg_0123_0","type":"message","status":"completed","role":"assistant","content":[{"type":"refusal","refusal":"I won't."}]}]""",
            Output("""{"message":{"content":null,"refusal":"I won't."},"finish_reason":"stop"}""")
        );

    [Fact]
    public void Content_in_parts_is_read() =>
        Assert.Equal(
            """[{"id":"rs_0123_0","type":"reasoning","summary":[{"type":"summary_text","text":"Hm."}]},{"id":"msg_0123_1","type":"message","status":"completed","role":"assistant","content":[{"type":"output_text","annotations":[],"logprobs":[],"text":"ab"}]}]""",
            Output(
                """{"message":{"content":[{"type":"thinking","thinking":[{"type":"text","text":"Hm"}]},{"type":"thinking","thinking":[{"type":"text","text":"."}]},{"type":"text","text":"a"},{"type":"text","text":"b"}]}}"""
            )
        );

    [Fact]
    public void Thoughts_have_two_names_in_chat() =>
        Assert.Equal(
            """[{"id":"rs_0123_0","type":"reasoning","summary":[{"type":"summary_text","text":"Hm."}]}]""",
            Output("""{"message":{"reasoning":"Hm.","content":""}}""")
        );

    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("not json")]
    [InlineData("""{"choices":[]}""")]
    [InlineData("""{"choices":[{"message":{"refusal":[]}}]}""")]
    [InlineData("""{"choices":[{"message":{"tool_calls":[{"id":"c"}]}}]}""")]
    [InlineData("""{"error":{"message":"no"}}""")]
    [InlineData("""{"choices":[{"message":{"content":"x"}}]} trailing""")]
    public void What_is_no_completion_is_the_upstreams_fault(string answer) => Assert.ThrowsAny<JsonException>(() => Translated(answer));
}
