using Platform.Gateway.Translation.MessagesToChat;
using Xunit;
using static Platform.Tests.Unit.Gateway.Translation.TranslationTexts;

namespace Platform.Tests.Unit.Gateway.Translation.MessagesToChat;

public sealed class MessagesToChatRequestTests
{
    [Fact]
    public void A_plain_question_becomes_a_plain_chat() =>
        Equal(
            """{"model":"upstream-model","messages":[{"role":"user","content":"Größe?"}],"max_completion_tokens":100}""",
            ToChat.Request("""{"model":"x","max_tokens":100,"messages":[{"role":"user","content":"Größe?"}]}""")
        );

    [Fact]
    public void A_stream_always_asks_for_usage() =>
        Equal(
            """
            {"model":"upstream-model","messages":[{"role":"user","content":"Hi"}],"max_completion_tokens":9,
             "stream":true,"stream_options":{"include_usage":true}}
            """,
            ToChat.Request("""{"model":"x","max_tokens":9,"stream":true,"messages":[{"role":"user","content":"Hi"}]}""")
        );

    [Theory]
    [InlineData("\"max_tokens\":200000,", 64_000)]
    [InlineData("\"max_tokens\":300,", 300)]
    [InlineData("", 50)]
    public void The_limit_is_the_clients_within_what_the_model_can_else_ours(string asked, int translated) =>
        Equal(
            $$$"""{"model":"upstream-model","messages":[{"role":"user","content":"Hi"}],"max_tokens":{{{translated}}}}""",
            new MessagesToChatTranslation(Context with { OutputLimit = 50, OutputLimitField = "max_tokens" }).Request(
                $$"""{"model":"x",{{asked}}"messages":[{"role":"user","content":"Hi"}]}"""
            )
        );

    [Fact]
    public void System_texts_stay_where_they_stand() =>
        Equal(
            """
            {"model":"upstream-model","messages":[
              {"role":"system","content":"One.\n\nTwo."},
              {"role":"user","content":"Hi"},
              {"role":"system","content":"Be brief."},
              {"role":"assistant","content":"Hello."}],"max_completion_tokens":9}
            """,
            ToChat.Request(
                """
                {"model":"x","max_tokens":9,
                 "system":[{"type":"text","text":"One.","cache_control":{"type":"ephemeral"}},{"type":"text","text":""},{"type":"text","text":"Two."}],
                 "messages":[{"role":"user","content":"Hi"},{"role":"system","content":[{"type":"text","text":"Be brief."}]},
                   {"role":"assistant","content":[{"type":"thinking","thinking":"Hm.","signature":"c2ln"},{"type":"redacted_thinking","data":"eA=="},
                     {"type":"text","text":"Hello."}]}]}
                """
            )
        );

    [Fact]
    public void Images_and_documents_become_parts() =>
        Equal(
            """
            {"model":"upstream-model","messages":[{"role":"user","content":[
              {"type":"image_url","image_url":{"url":"data:image/png;base64,iVBO"}},
              {"type":"image_url","image_url":{"url":"https://example.com/a.jpg"}},
              {"type":"text","text":"Notes\n\nAll is well."},
              {"type":"file","file":{"filename":"a.pdf","file_data":"data:application/pdf;base64,JVBE"}},
              {"type":"text","text":"What is it?"}]}],"max_completion_tokens":9}
            """,
            ToChat.Request(
                """
                {"model":"x","max_tokens":9,"messages":[{"role":"user","content":[
                  {"type":"image","source":{"type":"base64","media_type":"image/png","data":"iVBO"}},
                  {"type":"image","source":{"type":"url","url":"https://example.com/a.jpg"}},
                  {"type":"document","title":"Notes","source":{"type":"text","media_type":"text/plain","data":"All is well."}},
                  {"type":"document","title":"a.pdf","source":{"type":"base64","media_type":"application/pdf","data":"JVBE"}},
                  {"type":"text","text":"What is it?"}]}]}
                """
            )
        );

    /// <summary>Two calls at once; their results, one of them an error and one an image; then what the user says.</summary>
    [Fact]
    public void Results_of_tools_become_messages_before_what_the_user_says() =>
        Equal(
            """
            {"model":"upstream-model","messages":[
              {"role":"user","content":"Look."},
              {"role":"assistant","content":"I look.","tool_calls":[
                {"id":"toolu_1","type":"function","function":{"name":"read","arguments":"{\"path\": \"a\"}"}},
                {"id":"toolu_2","type":"function","function":{"name":"see","arguments":"{}"}}]},
              {"role":"tool","tool_call_id":"toolu_1","content":"Error: no such file"},
              {"role":"tool","tool_call_id":"toolu_2","content":"A picture.\n\nWhat it shows is in the next message of the user."},
              {"role":"user","content":[
                {"type":"text","text":"Shown by the tool call toolu_2:"},
                {"type":"image_url","image_url":{"url":"data:image/png;base64,iVBO"}},
                {"type":"text","text":"Well?"}]},
              {"role":"assistant","content":null,"tool_calls":[{"id":"toolu_3","type":"function","function":{"name":"find","arguments":"{}"}}]},
              {"role":"tool","tool_call_id":"toolu_3","content":"The tool Edit can be called now."}],"max_completion_tokens":9}
            """,
            ToChat.Request(
                """
                {"model":"x","max_tokens":9,"messages":[
                  {"role":"user","content":"Look."},
                  {"role":"assistant","content":[{"type":"text","text":"I look."},
                    {"type":"tool_use","id":"toolu_1","name":"read","input":{"path": "a"}},{"type":"tool_use","id":"toolu_2","name":"see","input":{}}]},
                  {"role":"user","content":[
                    {"type":"tool_result","tool_use_id":"toolu_1","is_error":true,"content":"no such file"},
                    {"type":"tool_result","tool_use_id":"toolu_2","content":[{"type":"text","text":"A picture."},
                      {"type":"image","source":{"type":"base64","media_type":"image/png","data":"iVBO"}}]},
                    {"type":"text","text":"Well?"}]},
                  {"role":"assistant","content":[{"type":"tool_use","id":"toolu_3","name":"find","input":{}}]},
                  {"role":"user","content":[
                    {"type":"tool_result","tool_use_id":"toolu_3","content":[{"type":"tool_reference","tool_name":"Edit"}]}]}]}
                """
            )
        );

    [Fact]
    public void Tools_become_functions_and_hints_are_left_out() =>
        Equal(
            """
            {"model":"upstream-model","messages":[{"role":"user","content":"Hi"}],"max_completion_tokens":9,"tools":[
              {"type":"function","function":{"name":"read","description":"Reads.","parameters":{"type":"object","properties":{"n":{"type":"number","maximum":1.5}}}}},
              {"type":"function","function":{"name":"exact","parameters":
                {"type":"object","properties":{"a":{"type":"string"}},"required":["a"],"additionalProperties":false},"strict":true}},
              {"type":"function","function":{"name":"loose","parameters":
                {"type":"object","properties":{"a":{"type":"string"}},"additionalProperties":false}}}],
             "tool_choice":{"type":"function","function":{"name":"read"}},"parallel_tool_calls":false}
            """,
            ToChat.Request(
                """
                {"model":"x","max_tokens":9,"messages":[{"role":"user","content":"Hi"}],"tools":[
                  {"name":"read","description":"Reads.","input_schema":{"type":"object","properties":{"n":{"type":"number","maximum":1.5}}},
                   "defer_loading":true,"eager_input_streaming":true,"cache_control":{"type":"ephemeral"}},
                  {"type":"custom","name":"exact","strict":true,"input_schema":
                    {"type":"object","properties":{"a":{"type":"string"}},"required":["a"],"additionalProperties":false}},
                  {"type":"custom","name":"loose","strict":true,"input_schema":
                    {"type":"object","properties":{"a":{"type":"string"}},"additionalProperties":false}}],
                 "tool_choice":{"type":"tool","name":"read","disable_parallel_tool_use":true}}
                """
            )
        );

    [Theory]
    [InlineData("""{"type":"auto"}""", "auto")]
    [InlineData("""{"type":"any"}""", "required")]
    [InlineData("""{"type":"none"}""", "none")]
    public void A_choice_of_tools_has_its_word(string choice, string word) =>
        Equal(
            """
            {"model":"upstream-model","messages":[{"role":"user","content":"Hi"}],"max_completion_tokens":9,
             "tools":[{"type":"function","function":{"name":"a","parameters":{"type":"object"}}}],"tool_choice":"WORD"}
            """.Replace("WORD", word, StringComparison.Ordinal),
            ToChat.Request(
                """
                {"model":"x","max_tokens":9,"messages":[{"role":"user","content":"Hi"}],"tools":[{"name":"a","input_schema":{"type":"object"}}],
                 "tool_choice":CHOICE}
                """.Replace("CHOICE", choice, StringComparison.Ordinal)
            )
        );

    /// <summary>The client runs them, and what they take is known.</summary>
    [Theory]
    [InlineData("bash_20250124", "bash", "restart")]
    [InlineData("text_editor_20250728", "str_replace_based_edit_tool", "insert_text")]
    [InlineData("memory_20250818", "memory", "old_path")]
    public void Anthropics_tools_that_the_client_runs_are_translated_in_full(string type, string name, string parameter)
    {
        var asked = ToChat.Request(
            $$"""{"model":"x","max_tokens":9,"messages":[{"role":"user","content":"Hi"}],"tools":[{"type":"{{type}}","name":"{{name}}"}]}"""
        );
        Assert.Contains($"{{\"type\":\"function\",\"function\":{{\"name\":\"{name}\",\"description\":", asked, StringComparison.Ordinal);
        Assert.Contains($"\"{parameter}\":{{\"type\":", asked, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"type":"enabled","budget_tokens":2000}""", "{}", "low")]
    [InlineData("""{"type":"enabled","budget_tokens":10000}""", "{}", "medium")]
    [InlineData("""{"type":"enabled","budget_tokens":31999}""", "{}", "high")]
    [InlineData("""{"type":"enabled","budget_tokens":31999}""", """{"effort":"low"}""", "low")]
    [InlineData("""{"type":"adaptive"}""", """{"effort":"max"}""", "high")]
    [InlineData("null", """{"effort":"medium"}""", "medium")]
    [InlineData("""{"type":"adaptive"}""", "{}", null)]
    [InlineData("""{"type":"disabled"}""", """{"effort":"high"}""", null)]
    public void Thinking_becomes_an_effort(string thinking, string config, string? effort) =>
        Equal(
            """{"model":"upstream-model","messages":[{"role":"user","content":"Hi"}],"max_completion_tokens":9"""
                + (effort is null ? "}" : $",\"reasoning_effort\":\"{effort}\"}}"),
            ToChat.Request(
                $$"""{"model":"x","max_tokens":9,"messages":[{"role":"user","content":"Hi"}],"thinking":{{thinking}},"output_config":{{config}}}"""
            )
        );

    [Theory]
    [InlineData("gpt-5.2", true)]
    [InlineData("o4-mini", true)]
    [InlineData("deepseek-chat", true)]
    [InlineData("gpt-4.1-mini", false)]
    [InlineData("openai/gpt-4o", false)]
    [InlineData("chatgpt-4o-latest", false)]
    public void An_effort_is_left_out_for_models_that_refuse_it(string model, bool translated) =>
        Assert.Equal(
            translated,
            new MessagesToChatTranslation(Context with { UpstreamModel = model })
                .Request("""{"model":"x","messages":[{"role":"user","content":"Hi"}],"output_config":{"effort":"high"}}""")
                .Contains("reasoning_effort", StringComparison.Ordinal)
        );

    [Theory]
    [InlineData("\"output_config\":{\"format\":FORMAT}")]
    [InlineData("\"output_format\":FORMAT")]
    public void A_schema_for_the_answer_becomes_a_response_format(string field)
    {
        const string Format = """{"type":"json_schema","schema":{"type":"object","properties":{},"additionalProperties":false}}""";
        Equal(
            """
            {"model":"upstream-model","messages":[{"role":"user","content":"Hi"}],"max_completion_tokens":9,"response_format":{"type":"json_schema",
             "json_schema":{"name":"answer","schema":{"type":"object","properties":{},"additionalProperties":false},"strict":true}}}
            """,
            ToChat.Request(
                """{"model":"x","max_tokens":9,"messages":[{"role":"user","content":"Hi"}],"""
                    + field.Replace("FORMAT", Format, StringComparison.Ordinal)
                    + "}"
            )
        );
    }

    [Fact]
    public void Chance_stops_and_the_user_are_carried() =>
        Equal(
            """
            {"model":"upstream-model","messages":[{"role":"user","content":"Hi"}],"max_completion_tokens":9,
             "temperature":0.70,"top_p":0.9,"top_k":40,"stop":["END","\n"],
             "user":"2816597888e4a0d3a36b82b83316ab32680eb8f00f8cd3b904d681246d285a0e"}
            """,
            ToChat.Request(
                $$"""
                {"model":"x","max_tokens":9,"messages":[{"role":"user","content":"Hi"}],"temperature":0.70,"top_p":0.9,"top_k":40,
                 "stop_sequences":["END","\n"],"metadata":{"user_id":"{{new string('a', 100)}}"} }
                """
            )
        );
}
