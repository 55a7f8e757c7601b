using Platform.Gateway.Translation;
using Platform.Gateway.Translation.ChatToResponses;
using Xunit;

namespace Platform.Tests.Unit.Gateway.Translation.ChatToResponses;

public sealed class ChatToResponsesRequestTests
{
    private static string Translated(string body) => new ChatToResponsesTranslation(TranslationTexts.VendorContext).Request(body);

    private static UntranslatableException Refused(string body) => Assert.Throws<UntranslatableException>(() => Translated(body));

    /// <summary>The items of a chat of these messages.</summary>
    private static string Items(string messages)
    {
        var translated = Translated($$"""{"model":"m","messages":[{{messages}}]}""");
        const string before = """{"model":"vendor/model","input":[""",
            after = """],"store":false}""";
        Assert.StartsWith(before, translated, StringComparison.Ordinal);
        Assert.EndsWith(after, translated, StringComparison.Ordinal);
        return translated[before.Length..^after.Length];
    }

    [Fact]
    public void A_chat_is_a_response_that_is_not_stored() =>
        Assert.Equal(
            """{"model":"vendor/model","stream":true,"input":[{"type":"message","role":"user","content":"Hi \ud83d\ude00 <b>"}],"store":false}""",
            Translated(
                """{"model":"m","messages":[{"role":"user","content":"Hi \ud83d\ude00 <b>"}],"stream":true,"stream_options":{"include_usage":true},"unknown":1}"""
            )
        );

    [Fact]
    public void Messages_stay_where_they_stand() =>
        Assert.Equal(
            """{"type":"message","role":"system","content":"a"},{"type":"message","role":"user","content":"b"},{"type":"message","role":"developer","content":[{"type":"input_text","text":"c"}]},{"type":"message","role":"assistant","content":[{"type":"output_text","text":"d"}]},{"type":"message","role":"assistant","content":[{"type":"refusal","refusal":"no"}]},{"type":"message","role":"user","content":"e"}""",
            Items(
                """
                {"role":"system","content":"a"},{"role":"user","content":"b"},{"role":"developer","content":[{"type":"text","text":"c"}]},
                {"role":"assistant","content":"d","reasoning_content":"Hm."},{"role":"assistant","content":null,"refusal":"no"},{"role":"user","content":"e"}
                """
            )
        );

    [Fact]
    public void Images_and_files_are_carried() =>
        Assert.Equal(
            """{"type":"message","role":"user","content":[{"type":"input_text","text":"See"},{"type":"input_image","image_url":"data:image/png;base64,AA==","detail":"low"},{"type":"input_image","image_url":"https://x"},{"type":"input_file","filename":"a.pdf","file_data":"data:,"},{"type":"input_file","file_id":"f"}]}""",
            Items(
                """
                {"role":"user","content":[{"type":"text","text":"See"},{"type":"image_url","image_url":{"url":"data:image/png;base64,AA==","detail":"low"}},
                {"type":"image_url","image_url":{"url":"https://x"}},{"type":"file","file":{"filename":"a.pdf","file_data":"data:,"}},{"type":"file","file":{"file_id":"f"}}]}
                """
            )
        );

    [Fact]
    public void Calls_and_their_results_are_items() =>
        Assert.Equal(
            """{"type":"message","role":"assistant","content":[{"type":"output_text","text":"I look."}]},{"type":"function_call","call_id":"c1","name":"ls","arguments":"{\"p\":1}"},{"type":"custom_tool_call","call_id":"c2","name":"patch","input":"*** x"},{"type":"function_call_output","call_id":"c1","output":"one"},{"type":"custom_tool_call_output","call_id":"c2","output":[{"type":"input_text","text":"two"}]}""",
            Items(
                """
                {"role":"assistant","content":"I look.","tool_calls":[{"id":"c1","type":"function","function":{"name":"ls","arguments":"{\"p\":1}"}},
                {"id":"c2","type":"custom","custom":{"name":"patch","input":"*** x"}}]},
                {"role":"tool","tool_call_id":"c1","name":"ls","content":"one"},{"role":"tool","tool_call_id":"c2","content":[{"type":"text","text":"two"}]}
                """
            )
        );

    [Fact]
    public void Tools_are_not_strict_unless_they_say_so() =>
        Assert.Equal(
            """{"model":"vendor/model","input":[{"type":"message","role":"user","content":"Hi"}],"tools":[{"type":"function","name":"f","description":"F.","parameters":{"type":"object"},"strict":false},{"type":"function","name":"g","strict":true},{"type":"custom","name":"c","description":"C.","format":{"type":"grammar","syntax":"lark","definition":"start: X"}},{"type":"custom","name":"d","format":{"type":"text"}}],"tool_choice":"required","parallel_tool_calls":false,"store":false}""",
            Translated(
                """
                {"messages":[{"role":"user","content":"Hi"}],"tool_choice":"required","parallel_tool_calls":false,"tools":[
                {"type":"function","function":{"name":"f","description":"F.","parameters":{"type":"object"}}},{"type":"function","function":{"name":"g","strict":true}},
                {"type":"custom","custom":{"name":"c","description":"C.","format":{"type":"grammar","grammar":{"syntax":"lark","definition":"start: X"}}}},
                {"type":"custom","custom":{"name":"d","format":{"type":"text"}}}]}
                """
            )
        );

    [Theory]
    [InlineData("\"none\"", "\"none\"")]
    [InlineData("""{"type":"function","function":{"name":"f"}}""", """{"type":"function","name":"f"}""")]
    [InlineData("""{"type":"custom","custom":{"name":"c"}}""", """{"type":"custom","name":"c"}""")]
    [InlineData(
        """{"type":"allowed_tools","allowed_tools":{"mode":"auto","tools":[{"type":"function","function":{"name":"f"}}]}}""",
        """{"type":"allowed_tools","mode":"auto","tools":[{"type":"function","name":"f"}]}"""
    )]
    public void A_choice_of_tool_is_carried(string choice, string expected) =>
        Assert.EndsWith(
            $",\"tool_choice\":{expected},\"store\":false}}",
            Translated($$"""{"messages":[],"tool_choice":{{choice}}}"""),
            StringComparison.Ordinal
        );

    [Fact]
    public void Settings_are_translated_to_the_words_of_responses() =>
        Assert.Equal(
            """{"model":"vendor/model","input":[],"max_output_tokens":9,"temperature":0.50,"top_p":1,"top_logprobs":2,"user":"u","safety_identifier":"s","prompt_cache_key":"k","service_tier":"flex","metadata":{"a":"b"},"store":false,"reasoning":{"effort":"low"},"text":{"format":{"type":"json_schema","name":"r","schema":{"type":"object"},"strict":true},"verbosity":"low"},"include":["message.output_text.logprobs"]}""",
            Translated(
                """
                {"messages":[],"max_tokens":10,"max_completion_tokens":9,"temperature":0.50,"top_p":1,"logprobs":true,"top_logprobs":2,"user":"u","safety_identifier":"s",
                "prompt_cache_key":"k","service_tier":"flex","metadata":{"a":"b"},"store":true,"reasoning_effort":"low","verbosity":"low",
                "response_format":{"type":"json_schema","json_schema":{"name":"r","schema":{"type":"object"},"strict":true}},
                "n":1,"stop":[],"logit_bias":{},"frequency_penalty":0.0,"presence_penalty":0,"modalities":["text"],"seed":null}
                """
            )
        );

    [Theory]
    [InlineData("", "\"max_output_tokens\":70")]
    [InlineData(",\"max_tokens\":5", "\"max_output_tokens\":5")]
    public void A_limit_of_ours_holds_where_the_client_names_none(string field, string expected) =>
        Assert.EndsWith(
            expected + ",\"store\":false}",
            new ChatToResponsesTranslation(TranslationTexts.VendorContext with { OutputLimit = 70 }).Request(
                $$"""{"messages":[]{{field}}}"""
            ),
            StringComparison.Ordinal
        );

    [Theory]
    [InlineData("\"stop\":\"x\"", "stop")]
    [InlineData("\"stop\":[\"x\"]", "stop")]
    [InlineData("\"n\":2", "n")]
    [InlineData("\"n\":\"2\"", "n")]
    [InlineData("\"logit_bias\":{\"1\":2}", "logit_bias")]
    [InlineData("\"top_k\":40", "top_k")]
    [InlineData("\"web_search_options\":{}", "web_search_options")]
    [InlineData("\"seed\":0", "seed")]
    [InlineData("\"audio\":{\"voice\":\"a\"}", "audio")]
    [InlineData("\"modalities\":[\"text\",\"audio\"]", "modalities")]
    [InlineData("\"prediction\":{\"type\":\"content\"}", "prediction")]
    [InlineData("\"frequency_penalty\":0.1", "frequency_penalty")]
    [InlineData("\"presence_penalty\":-1", "presence_penalty")]
    [InlineData("\"web_search_options\":{\"user_location\":null}", "web_search_options")]
    [InlineData("\"functions\":[{\"name\":\"f\"}]", "functions")]
    [InlineData("\"function_call\":\"auto\"", "function_call")]
    [InlineData("\"tools\":[{\"type\":\"web_search\"}]", "tools[0].type")]
    [InlineData("\"tools\":[{\"type\":\"function\"}]", "tools[0].function")]
    [InlineData("\"tool_choice\":{\"type\":\"mcp\"}", "tool_choice.type")]
    [InlineData("\"response_format\":{\"type\":\"xml\"}", "response_format.type")]
    [InlineData("\"response_format\":{\"type\":\"json_schema\"}", "response_format.json_schema")]
    [InlineData("\"max_tokens\":-1", "max_tokens")]
    [InlineData("\"stream_options\":[]", "stream_options")]
    public void A_field_that_responses_has_no_words_for_is_refused_by_name(string field, string param) =>
        Assert.Equal(param, Refused($$"""{"model":"m","messages":[],{{field}}}""").Param);

    [Theory]
    [InlineData("7", "messages[0]")]
    [InlineData("{}", "messages[0].role")]
    [InlineData("""{"role":"function","name":"f","content":"x"}""", "messages[0].role")]
    [InlineData("""{"role":"user"}""", "messages[0].content")]
    [InlineData("""{"role":"user","content":7}""", "messages[0].content")]
    [InlineData("""{"role":"user","name":"Ann","content":"x"}""", "messages[0].name")]
    [InlineData("""{"role":"user","content":[{"type":"input_audio","input_audio":{}}]}""", "messages[0].content[0].type")]
    [InlineData("""{"role":"user","content":[{"type":"image_url","image_url":"x"}]}""", "messages[0].content[0].image_url")]
    [InlineData("""{"role":"user","content":[{"type":"image_url"}]}""", "messages[0].content[0].image_url")]
    [InlineData("""{"role":"assistant","audio":{"id":"a"}}""", "messages[0].audio")]
    [InlineData("""{"role":"assistant","function_call":{"name":"f"}}""", "messages[0].function_call")]
    [InlineData("""{"role":"assistant","tool_calls":[{"id":"c","type":"odd"}]}""", "messages[0].tool_calls[0].type")]
    [InlineData(
        """{"role":"assistant","tool_calls":[{"type":"function","function":{"name":"f","arguments":"{}"}}]}""",
        "messages[0].tool_calls[0].id"
    )]
    [InlineData("""{"role":"tool","content":"x"}""", "messages[0].tool_call_id")]
    public void A_message_that_responses_has_no_words_for_is_refused_by_name(string message, string param) =>
        Assert.Equal(param, Refused($$"""{"messages":[{{message}}]}""").Param);

    [Theory]
    [InlineData("{}", "messages")]
    [InlineData("[]", "")]
    [InlineData("{", "")]
    public void A_body_of_the_wrong_shape_is_refused(string body, string param) => Assert.Equal(param, Refused(body).Param);
}
