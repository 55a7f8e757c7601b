using System.Text;
using Platform.Gateway.Translation;
using Platform.Gateway.Translation.ResponsesToChat;
using Platform.Gateway.Translation.Tracking;
using Xunit;

namespace Platform.Tests.Unit.Gateway.Translation.ResponsesToChat;

public sealed class ResponsesToChatRequestTests
{
    private static string Translated(string body) => new ResponsesToChatTranslation(TranslationTexts.VendorContext).Request(body);

    private static UntranslatableException Refused(string body) => Assert.Throws<UntranslatableException>(() => Translated(body));

    /// <summary>The messages of an input of these items.</summary>
    private static string Messages(string items)
    {
        var translated = Translated($$"""{"model":"m","input":[{{items}}]}""");
        const string before = """{"model":"vendor/model","messages":[""";
        Assert.StartsWith(before, translated, StringComparison.Ordinal);
        return translated[before.Length..^"]}".Length];
    }

    [Fact]
    public void A_text_is_a_message_of_the_users() =>
        Assert.Equal(
            """{"model":"vendor/model","messages":[{"role":"system","content":"Be \u00e9 brief"},{"role":"user","content":"Hi \ud83d\ude00 'there' <b>"}]}""",
            Translated(
                """{"model":"m","instructions":"Be \u00e9 brief","input":"Hi \ud83d\ude00 'there' <b>","unknown":{"x":1},"store":false}"""
            )
        );

    [Fact]
    public void A_stream_asks_for_usage() =>
        Assert.Equal(
            """{"model":"vendor/model","stream":true,"stream_options":{"include_usage":true},"messages":[{"role":"user","content":"Hi"}]}""",
            Translated("""{"model":"m","stream":true,"stream_options":{"include_obfuscation":false},"input":"Hi"}""")
        );

    [Fact]
    public void System_and_developer_messages_stay_where_they_stand() =>
        Assert.Equal(
            """{"role":"system","content":"a"},{"role":"user","content":"b"},{"role":"system","content":[{"type":"text","text":"c"},{"type":"text","text":"d"}]},{"role":"assistant","content":"e"},{"role":"user","content":"f"}""",
            Messages(
                """
                {"type":"message","role":"developer","content":[{"type":"input_text","text":"a"}]},{"role":"user","content":"b"},
                {"role":"system","content":[{"type":"input_text","text":"c"},{"type":"input_text","text":"d"}]},
                {"type":"message","id":"msg_1","status":"completed","role":"assistant","content":[{"type":"output_text","text":"e","annotations":[]}]},
                {"role":"user","content":"f"}
                """
            )
        );

    [Fact]
    public void Images_and_files_are_carried() =>
        Assert.Equal(
            """{"role":"user","content":[{"type":"text","text":"See"},{"type":"image_url","image_url":{"url":"data:image/png;base64,AA==","detail":"low"}},{"type":"image_url","image_url":{"url":"https://x/y.png","detail":"high"}},{"type":"file","file":{"filename":"a.pdf","file_data":"data:application/pdf;base64,BB=="}},{"type":"file","file":{"file_id":"file-1"}}]}""",
            Messages(
                """
                {"role":"user","content":[{"type":"input_text","text":"See"},{"type":"input_image","image_url":"data:image/png;base64,AA==","detail":"low"},
                {"type":"input_image","image_url":"https://x/y.png","detail":"original"},
                {"type":"input_file","filename":"a.pdf","file_data":"data:application/pdf;base64,BB=="},{"type":"input_file","file_id":"file-1"}]}
                """
            )
        );

    [Fact]
    public void Calls_of_a_turn_are_one_message_with_its_text_and_thoughts() =>
        Assert.Equal(
            """{"role":"user","content":"go"},{"role":"assistant","content":"I look.","reasoning_content":"Hm.","tool_calls":[{"id":"c1","type":"function","function":{"name":"ls","arguments":"{\"p\":\"\\u00e9\"}"}},{"id":"c2","type":"function","function":{"name":"files__cat","arguments":"{}"}}]},{"role":"tool","tool_call_id":"c1","content":"one"},{"role":"tool","tool_call_id":"c2","content":[{"type":"text","text":"x"},{"type":"text","text":"y"}]},{"role":"assistant","content":"Done."}""",
            Messages(
                """
                {"role":"user","content":"go"},
                {"type":"reasoning","id":"rs_1","summary":[{"type":"summary_text","text":"Hm."}],"encrypted_content":null},
                {"type":"message","role":"assistant","content":[{"type":"output_text","text":"I look."}]},
                {"type":"function_call","id":"fc_1","call_id":"c1","name":"ls","arguments":"{\"p\":\"\\u00e9\"}","status":"completed"},
                {"type":"function_call","call_id":"c2","name":"cat","namespace":"files","arguments":"{}"},
                {"type":"function_call_output","call_id":"c1","output":"one"},
                {"type":"function_call_output","call_id":"c2","output":[{"type":"input_text","text":"x"},{"type":"input_text","text":"y"}]},
                {"type":"message","role":"assistant","content":[{"type":"output_text","text":"Done."}]}
                """
            )
        );

    [Fact]
    public void Encrypted_thoughts_are_left_out() =>
        Assert.Equal(
            """{"role":"assistant","content":"A"},{"role":"assistant","content":"B","refusal":"no"}""",
            Messages(
                """
                {"type":"reasoning","summary":[{"type":"summary_text","text":"Hm."}],"encrypted_content":"gAAA"},{"role":"assistant","content":"A"},
                {"role":"assistant","content":[{"type":"output_text","text":"B"},{"type":"refusal","refusal":"no"}]}
                """
            )
        );

    [Fact]
    public void What_stands_between_a_call_and_its_result_comes_after_it() =>
        Assert.Equal(
            """{"role":"assistant","content":null,"tool_calls":[{"id":"c","type":"function","function":{"name":"f","arguments":"1"}}]},{"role":"tool","tool_call_id":"c","content":"first"},{"role":"system","content":"Hurry"},{"role":"assistant","content":null,"tool_calls":[{"id":"c","type":"function","function":{"name":"f","arguments":"2"}}]},{"role":"tool","tool_call_id":"c","content":"second"}""",
            Messages(
                """
                {"type":"function_call","call_id":"c","name":"f","arguments":"1"},{"role":"developer","content":"Hurry"},
                {"type":"function_call_output","call_id":"c","output":"first"},{"type":"function_call","call_id":"c","name":"f","arguments":"2"},
                {"type":"function_call_output","call_id":"c","output":"second"}
                """
            )
        );

    [Fact]
    public void A_result_before_its_call_is_not_the_calls() =>
        Assert.Equal(
            """{"role":"tool","tool_call_id":"c","content":"early"},{"role":"assistant","content":null,"tool_calls":[{"id":"c","type":"function","function":{"name":"f","arguments":"{}"}}]},{"role":"tool","tool_call_id":"c","content":"late"}""",
            Messages(
                """
                {"type":"function_call_output","call_id":"c","output":"early"},{"type":"function_call","call_id":"c","name":"f","arguments":"{}"},
                {"type":"function_call_output","call_id":"c","output":"late"}
                """
            )
        );

    [Fact]
    public void Images_that_a_tool_gave_follow_its_turn() =>
        Assert.Equal(
            """{"role":"assistant","content":null,"tool_calls":[{"id":"a","type":"function","function":{"name":"view","arguments":"{}"}},{"id":"b","type":"function","function":{"name":"view","arguments":"{}"}}]},{"role":"tool","tool_call_id":"a","content":"The result is attached to the next message."},{"role":"tool","tool_call_id":"b","content":"none"},{"role":"user","content":[{"type":"text","text":"Attached to the results of the tools, in their order:"},{"type":"image_url","image_url":{"url":"data:image/png;base64,AA=="}}]}""",
            Messages(
                """
                {"type":"function_call","call_id":"a","name":"view","arguments":"{}"},{"type":"function_call","call_id":"b","name":"view","arguments":"{}"},
                {"type":"function_call_output","call_id":"a","output":[{"type":"input_image","image_url":"data:image/png;base64,AA=="}]},
                {"type":"function_call_output","call_id":"b","output":"none"}
                """
            )
        );

    [Fact]
    public void Tools_of_every_kind_become_functions() =>
        Assert.Equal(
            """{"model":"vendor/model","messages":[{"role":"user","content":"Hi"}],"tools":[{"type":"function","function":{"name":"exec_command","description":"Runs.","parameters":{"type":"object","properties":{"cmd":{"type":"string"}}},"strict":false}},{"type":"function","function":{"name":"apply_patch","description":"Edits files.\n\nPut the whole input of this tool, as it is, into \"input\". It must match this lark grammar:\nstart: \"a\"+","parameters":{"type":"object","properties":{"input":{"type":"string"}},"required":["input"],"additionalProperties":false}}},{"type":"function","function":{"name":"mcp__mail__read","description":"Reads.\n\nAll functions of mcp__mail: Mail tools.","parameters":{"type":"object"}}},{"type":"function","function":{"name":"mcp__mail__send","parameters":{"type":"object"}}},{"type":"function","function":{"name":"tool_search","description":"Finds.","parameters":{"type":"object","properties":{"query":{"type":"string"}}}}}],"tool_choice":"auto","parallel_tool_calls":true}""",
            Translated(
                """
                {"model":"m","input":"Hi","tool_choice":"auto","parallel_tool_calls":true,"tools":[
                {"type":"function","name":"exec_command","description":"Runs.","strict":false,"parameters":{"type":"object","properties":{"cmd":{"type":"string"}}}},
                {"type":"custom","name":"apply_patch","description":"Edits files.","format":{"type":"grammar","syntax":"lark","definition":"start: \"a\"+"}},
                {"type":"namespace","name":"mcp__mail","description":"Mail tools.","tools":[
                {"type":"function","name":"read","description":"Reads.","parameters":{"type":"object"}},{"type":"function","name":"send","parameters":{"type":"object"},"defer_loading":true}]},
                {"type":"tool_search","execution":"client","description":"Finds.","parameters":{"type":"object","properties":{"query":{"type":"string"}}}},
                {"type":"web_search","external_web_access":true}]}
                """
            )
        );

    [Fact]
    public void Tools_that_only_servers_run_are_not_offered_and_said_so()
    {
        var translation = new ResponsesToChatTranslation(TranslationTexts.VendorContext);
        Assert.Equal(
            """{"model":"vendor/model","messages":[{"role":"user","content":"Hi"}]}""",
            translation.Request(
                """
                {"model":"m","input":"Hi","tool_choice":"auto","parallel_tool_calls":true,
                "tools":[{"type":"web_search"},{"type":"mcp","server_label":"a"},{"type":"mcp","server_label":"b"},{"type":"tool_search"}]}
                """
            )
        );
        Assert.Equal(["web_search", "mcp", "tool_search"], translation.NotOffered);
    }

    [Fact]
    public void Names_beyond_those_of_chat_are_shortened_and_stay_the_same()
    {
        var group = new string('n', 60);
        var translated = Translated(
            $$"""
            {"model":"m","input":[{"type":"function_call","call_id":"c","namespace":"{{group}}","name":"read.me","arguments":"{}"}],
            "tools":[{"type":"namespace","name":"{{group}}","tools":[{"type":"function","name":"read.me"},{"type":"function","name":"read_me"}]},
            {"type":"function","name":"a b"},{"type":"function","name":"x__y"},{"type":"namespace","name":"x","tools":[{"type":"function","name":"y"}]}]}
            """
        );
        var names = System
            .Text.RegularExpressions.Regex.Matches(translated, "\"name\":\"([^\"]*)\"")
            .Select(match => match.Groups[1].Value)
            .ToArray();
        Assert.All(names, name => Assert.Matches("^[a-zA-Z0-9_-]{1,64}$", name));
        Assert.Equal(names[0], names[1]);
        Assert.Equal(5, names.Distinct().Count());
        Assert.Equal("x__y", names[4]);
    }

    [Fact]
    public void Custom_calls_and_searches_of_earlier_turns_are_function_calls()
    {
        var translated = Translated(
            """
            {"model":"m","tools":[{"type":"custom","name":"apply_patch"},{"type":"tool_search","execution":"client"}],"input":[
            {"type":"custom_tool_call","call_id":"c1","name":"apply_patch","input":"*** \"Begin\"\né"},
            {"type":"custom_tool_call_output","call_id":"c1","output":"Done"},
            {"type":"tool_search_call","call_id":"c2","execution":"client","arguments":{"query":"mail"}},
            {"type":"tool_search_output","call_id":"c2","execution":"client","status":"completed","tools":[
            {"type":"namespace","name":"mail","tools":[{"type":"function","name":"send","description":"Sends.","parameters":{}}]}]}]}
            """
        );
        Assert.Contains(
            """
            "messages":[{"role":"assistant","content":null,"tool_calls":[{"id":"c1","type":"function","function":{"name":"apply_patch","arguments":"{\"input\":\"*** \\\"Begin\\\"\\né\"}"}}]},{"role":"tool","tool_call_id":"c1","content":"Done"},{"role":"assistant","content":null,"tool_calls":[{"id":"c2","type":"function","function":{"name":"tool_search","arguments":"{\"query\":\"mail\"}"}}]},{"role":"tool","tool_call_id":"c2","content":"{\"tools\":[\"mail__send\"]}"}],
            """.TrimEnd(),
            translated,
            StringComparison.Ordinal
        );
        Assert.EndsWith(
            """{"type":"function","function":{"name":"mail__send","description":"Sends.","parameters":{}}}]}""",
            translated,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Tools_that_an_item_adds_are_offered() =>
        Assert.Equal(
            """{"model":"vendor/model","messages":[{"role":"user","content":"Hi"}],"tools":[{"type":"function","function":{"name":"f"}}]}""",
            Translated(
                """{"input":[{"type":"additional_tools","role":"developer","tools":[{"type":"function","name":"f"}]},{"role":"user","content":"Hi"}]}"""
            )
        );

    [Theory]
    [InlineData("\"required\"", "\"tool_choice\":\"required\"")]
    [InlineData("""{"type":"function","name":"f"}""", """ "tool_choice":{"type":"function","function":{"name":"f"}}""")]
    [InlineData("""{"type":"custom","name":"c"}""", """ "tool_choice":{"type":"function","function":{"name":"c"}}""")]
    [InlineData("""{"type":"function","name":"g"}""", """ "tool_choice":{"type":"function","function":{"name":"n__g"}}""")]
    public void A_choice_of_tool_is_carried(string choice, string expected) =>
        Assert.Contains(expected.Trim(), WithChoice(choice), StringComparison.Ordinal);

    [Fact]
    public void Of_allowed_tools_only_these_are_offered()
    {
        var translated = WithChoice(
            """{"type":"allowed_tools","mode":"required","tools":[{"type":"function","name":"f"},{"type":"web_search"},{"type":"namespace","name":"n"}]}"""
        );
        Assert.EndsWith(
            """
            "tools":[{"type":"function","function":{"name":"f"}},{"type":"function","function":{"name":"n__g"}}],"tool_choice":"required"}
            """.TrimEnd(),
            translated,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("""{"type":"web_search"}""", "tool_choice")]
    [InlineData("""{"type":"function","name":"absent"}""", "tool_choice")]
    [InlineData("""{"type":"allowed_tools","mode":"required","tools":[{"type":"image_generation"}]}""", "tool_choice")]
    [InlineData("""{"type":"allowed_tools","mode":"auto","tools":[{"type":"function","name":"absent"}]}""", "tool_choice.tools[0]")]
    [InlineData("\"sometimes\"", "tool_choice")]
    [InlineData("7", "tool_choice")]
    public void A_choice_that_cannot_be_had_is_refused(string choice, string param) =>
        Assert.Equal(param, Assert.Throws<UntranslatableException>(() => WithChoice(choice)).Param);

    private static string WithChoice(string choice) =>
        Translated(
            $$"""
            {"model":"m","input":"Hi","tool_choice":{{choice}},"tools":[{"type":"function","name":"f"},{"type":"custom","name":"c"},
            {"type":"namespace","name":"n","tools":[{"type":"function","name":"g"}]},{"type":"web_search"}]}
            """
        );

    [Fact]
    public void Settings_are_translated_to_the_words_of_chat() =>
        Assert.Equal(
            """{"model":"vendor/model","messages":[{"role":"user","content":"Hi"}],"max_completion_tokens":99,"temperature":0.50,"top_p":1,"user":"u","safety_identifier":"s","prompt_cache_key":"k","service_tier":"flex","reasoning_effort":"low","verbosity":"low","response_format":{"type":"json_schema","json_schema":{"name":"r","schema":{"type":"object"},"strict":true}},"logprobs":true,"top_logprobs":3}""",
            Translated(
                """
                {"model":"m","input":"Hi","max_output_tokens":99,"temperature":0.50,"top_p":1,"user":"u","safety_identifier":"s","prompt_cache_key":"k",
                "service_tier":"flex","reasoning":{"effort":"low","summary":"auto"},"text":{"verbosity":"low","format":{"type":"json_schema","name":"r","schema":{"type":"object"},"strict":true}},
                "top_logprobs":3,"include":["reasoning.encrypted_content","message.output_text.logprobs"],"metadata":{"a":"b"},"truncation":"auto","client_metadata":{"x":"y"}}
                """
            )
        );

    [Theory]
    [InlineData("""{"format":{"type":"json_object"}}""", ""","response_format":{"type":"json_object"}}""")]
    [InlineData("""{"format":{"type":"text"}}""", "}]}")]
    [InlineData("""{}""", "}]}")]
    public void Forms_of_text_are_translated(string text, string expected) =>
        Assert.EndsWith(expected, Translated($$"""{"model":"m","input":"Hi","text":{{text}}}"""), StringComparison.Ordinal);

    [Theory]
    [InlineData("", "\"max_tokens\":70")]
    [InlineData("\"max_output_tokens\":5,", "\"max_tokens\":5")]
    public void A_limit_of_ours_holds_where_the_client_names_none(string field, string expected) =>
        Assert.EndsWith(
            expected + "}",
            new ResponsesToChatTranslation(
                TranslationTexts.VendorContext with
                {
                    OutputLimit = 70,
                    OutputLimitField = "max_tokens",
                }
            ).Request($$"""{ {{field}}"input":"Hi"}"""),
            StringComparison.Ordinal
        );

    [Theory]
    [InlineData(""" "n":2 """, "n")]
    [InlineData(""" "modalities":["text","audio"] """, "modalities")]
    [InlineData(""" "audio":{"voice":"alloy"} """, "audio")]
    [InlineData(""" "response_format":{"type":"json_object"} """, "response_format")]
    [InlineData(""" "web_search_options":{} """, "web_search_options")]
    [InlineData(""" "functions":[{"name":"f"}] """, "functions")]
    [InlineData(""" "function_call":"auto" """, "function_call")]
    [InlineData("\"previous_response_id\":\"resp_1\"", "previous_response_id")]
    [InlineData("\"background\":true", "background")]
    [InlineData("\"conversation\":\"conv_1\"", "conversation")]
    [InlineData("\"prompt\":{\"id\":\"p\"}", "prompt")]
    [InlineData("\"moderation\":{\"model\":\"x\"}", "moderation")]
    [InlineData("\"context_management\":[{\"type\":\"compaction\"}]", "context_management")]
    [InlineData("\"max_output_tokens\":0", "max_output_tokens")]
    [InlineData("\"max_output_tokens\":\"many\"", "max_output_tokens")]
    [InlineData("\"instructions\":[]", "instructions")]
    [InlineData("\"reasoning\":\"low\"", "reasoning")]
    [InlineData("\"text\":{\"format\":{\"type\":\"grammar\"}}", "text.format.type")]
    [InlineData("\"text\":{\"format\":{\"type\":\"json_schema\",\"name\":\"x\"}}", "text.format.schema")]
    [InlineData("\"tools\":{}", "tools")]
    [InlineData("\"tools\":[7]", "tools[0]")]
    [InlineData("\"tools\":[{\"type\":\"function\"}]", "tools[0].name")]
    [InlineData("\"tools\":[{\"type\":\"namespace\",\"name\":\"n\",\"tools\":[{\"type\":\"web_search\"}]}]", "tools[0].tools[0].type")]
    [InlineData("\"stream\":1", "stream")]
    public void A_field_that_chat_has_no_words_for_is_refused_by_name(string field, string param) =>
        Assert.Equal(param, Refused($$"""{"model":"m","input":"Hi",{{field}}}""").Param);

    [Theory]
    [InlineData("""{"type":"item_reference","id":"msg_1"}""", "input[0].type")]
    [InlineData("""{"type":"web_search_call","id":"ws_1","status":"completed"}""", "input[0].type")]
    [InlineData("""{"type":"compaction_trigger"}""", "input[0].type")]
    [InlineData("""{"type":"compaction","encrypted_content":"g"}""", "input[0].type")]
    [InlineData("""{"type":"tool_search_call","execution":"server","arguments":{}}""", "input[0].type")]
    [InlineData("""{"type":"tool_search_output","execution":"server","tools":[]}""", "input[0].type")]
    [InlineData("""{"id":"x"}""", "input[0].type")]
    [InlineData("7", "input[0]")]
    [InlineData("""{"role":"robot","content":"x"}""", "input[0].role")]
    [InlineData("""{"role":"user"}""", "input[0].content")]
    [InlineData("""{"role":"user","content":7}""", "input[0].content")]
    [InlineData("""{"role":"user","content":[{"type":"input_text"}]}""", "input[0].content[0].text")]
    [InlineData("""{"role":"user","content":[{"type":"input_image","file_id":"f"}]}""", "input[0].content[0].file_id")]
    [InlineData("""{"role":"user","content":[{"type":"input_file","file_url":"https://x"}]}""", "input[0].content[0].file_url")]
    [InlineData("""{"role":"user","content":[{"type":"input_video"}]}""", "input[0].content[0].type")]
    [InlineData("""{"role":"assistant","content":[{"type":"input_image","image_url":"x"}]}""", "input[0].content[0].type")]
    [InlineData("""{"type":"function_call","name":"f","arguments":"{}"}""", "input[0].call_id")]
    [InlineData("""{"type":"function_call","call_id":"c","name":"f","arguments":{}}""", "input[0].arguments")]
    [InlineData("""{"type":"function_call_output","output":"x"}""", "input[0].call_id")]
    [InlineData("""{"type":"function_call_output","call_id":"c","output":{"a":1}}""", "input[0].output")]
    [InlineData("""{"type":"function_call","call_id":"c","name":"\ud800","arguments":"{}"}""", "input[0].name")]
    public void An_item_that_chat_has_no_words_for_is_refused_by_name(string item, string param) =>
        Assert.Equal(param, Refused($$"""{"model":"m","input":[{{item}}]}""").Param);

    [Theory]
    [InlineData("[]", "")]
    [InlineData("7", "")]
    [InlineData("""{"model":"m"}""", "input")]
    [InlineData("""{"model":"m","input":[]}""", "input")]
    [InlineData("""{"input":7}""", "input")]
    [InlineData("""{"input":"a" """, "")]
    [InlineData("""{"input":"a","\ud800":1}""", "")]
    public void A_body_of_the_wrong_shape_is_refused(string body, string param) => Assert.Equal(param, Refused(body).Param);

    [Fact]
    public void Deep_schemas_pass()
    {
        var deep = string.Concat(Enumerable.Repeat("{\"a\":", 240)) + "1" + new string('}', 240);
        Assert.Contains(
            deep,
            Translated($$"""{"input":"x","tools":[{"type":"function","name":"f","parameters":{{deep}}}]}"""),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_body_of_this_shape_becomes_chat_and_keeps_its_model_and_stream() =>
        Assert.Equal(
            """{"model":"gpt-5","stream":true,"stream_options":{"include_usage":false},"messages":[{"role":"system","content":"s"},{"role":"user","content":"Hi"}],"tools":[{"type":"function","function":{"name":"f","parameters":{}}}],"max_completion_tokens":9,"user":"u"}""",
            Encoding.UTF8.GetString(
                ResponsesShapedChat.ToChat(
                    Encoding.UTF8.GetBytes(
                        """
                        {"model":"gpt-5","stream":true,"stream_options":{"include_usage":false},"user":"u","max_output_tokens":9,
                        "input":[{"role":"system","content":"s"},{"role":"user","content":[{"type":"input_text","text":"Hi"}]}],
                        "tools":[{"type":"function","function":{"name":"f","parameters":{}}}]}
                        """
                    ),
                    new FieldTracker()
                )
            )
        );
}
