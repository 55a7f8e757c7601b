using Platform.Gateway.Translation.ChatToMessages;
using Xunit;
using static Platform.Tests.Unit.Gateway.Translation.TranslationTexts;

namespace Platform.Tests.Unit.Gateway.Translation.ChatToMessages;

public sealed class ChatToMessagesRequestTests
{
    private const string Hi = """[{"role":"user","content":[{"type":"text","text":"Hi"}]}]""";

    [Fact]
    public void A_plain_chat_becomes_a_plain_question() =>
        Equal(
            """
            {"model":"upstream-model","max_tokens":64000,"system":[{"type":"text","text":"Be brief."},{"type":"text","text":"Be kind."}],
             "messages":[{"role":"user","content":[{"type":"text","text":"Größe?"}]}],"stream":true}
            """,
            ToMessages.Request(
                """
                {"model":"x","messages":[{"role":"system","content":"Be brief."},{"role":"developer","content":[{"type":"text","text":"Be kind."}]},
                  {"role":"user","content":"Größe?"}],"stream":true,"stream_options":{"include_usage":true}}
                """
            )
        );

    [Theory]
    [InlineData("", null, 64_000)]
    [InlineData("", 500L, 500)]
    [InlineData("\"max_tokens\":null,", 500L, 500)]
    [InlineData("\"max_tokens\":300,", 500L, 300)]
    [InlineData("\"max_completion_tokens\":700,\"max_tokens\":800,", 500L, 700)]
    [InlineData("\"max_completion_tokens\":200000,", null, 64_000)]
    public void The_limit_is_the_clients_else_ours_else_what_the_model_can(string asked, long? ours, int translated) =>
        Equal(
            $$"""{"model":"upstream-model","max_tokens":{{translated}},"messages":{{Hi}} }""",
            new ChatToMessagesTranslation(Context with { OutputLimit = ours }).Request(
                $$"""{"model":"x",{{asked}}"messages":[{"role":"user","content":"Hi"}]}"""
            )
        );

    /// <summary>Two calls, an instruction before their results, more text after: one turn of the user, results first.</summary>
    [Fact]
    public void Results_and_instructions_in_the_middle_are_one_turn() =>
        Equal(
            """
            {"model":"upstream-model","max_tokens":64000,"system":[{"type":"text","text":"Begin."}],"messages":[
              {"role":"user","content":[{"type":"text","text":"Look."}]},
              {"role":"assistant","content":[{"type":"text","text":"I look."},
                {"type":"tool_use","id":"call_a","name":"read","input":{"n":1.50}},
                {"type":"tool_use","id":"e0c012ff39e9966777b3c26cba893c4dace700cffd109f279715647e26729823","name":"see","input":{"INVALID_JSON":"{\"x\":"}}]},
              {"role":"user","content":[
                {"type":"tool_result","tool_use_id":"call_a","content":[{"type":"text","text":"1"}]},
                {"type":"tool_result","tool_use_id":"e0c012ff39e9966777b3c26cba893c4dace700cffd109f279715647e26729823","content":[
                  {"type":"text","text":"A picture."},{"type":"image","source":{"type":"base64","media_type":"image/png","data":"iVBO"}}]},
                {"type":"tool_result","tool_use_id":"c"},
                {"type":"text","text":"<system-reminder>\nBe brief.\n</system-reminder>"},
                {"type":"text","text":"Well?"}]}]}
            """,
            ToMessages.Request(
                """
                {"model":"x","messages":[{"role":"system","content":"Begin."},{"role":"user","content":"Look."},
                  {"role":"assistant","content":"I look.","reasoning_content":"Hm.","tool_calls":[
                    {"id":"call_a","type":"function","function":{"name":"read","arguments":"{\"n\": 1.50}"}},
                    {"id":"functions.see:1","type":"function","function":{"name":"see","arguments":"{\"x\":"}}]},
                  {"role":"system","content":"Be brief."},
                  {"role":"tool","tool_call_id":"call_a","content":"1"},
                  {"role":"tool","tool_call_id":"functions.see:1","content":[{"type":"text","text":"A picture."},
                    {"type":"image_url","image_url":{"url":"data:image/png;base64,iVBO"}}]},
                  {"role":"tool","tool_call_id":"c","content":""},
                  {"role":"user","name":"ann","content":"Well?"}]}
                """
            )
        );

    [Fact]
    public void Empty_texts_make_no_blocks_and_no_turns() =>
        Equal(
            """
            {"model":"upstream-model","max_tokens":64000,"messages":[
              {"role":"user","content":[{"type":"text","text":"(The assistant begins.)"}]},
              {"role":"assistant","content":[{"type":"text","text":"Hello!"},{"type":"text","text":"I will not."}]},
              {"role":"user","content":[{"type":"text","text":"Hi"}]}]}
            """,
            ToMessages.Request(
                """
                {"model":"x","messages":[{"role":"system","content":" "},{"role":"user","content":[{"type":"text","text":"\n"}]},
                  {"role":"assistant","content":"Hello!","refusal":null},{"role":"assistant","content":null,"refusal":"I will not."},
                  {"role":"assistant","content":""},{"role":"user","content":"Hi"}]}
                """
            )
        );

    [Fact]
    public void Instructions_alone_are_said_by_the_user() =>
        Equal(
            $$"""{"model":"upstream-model","max_tokens":64000,"messages":{{Hi}} }""",
            ToMessages.Request("""{"model":"x","messages":[{"role":"developer","content":"Hi"}]}""")
        );

    [Fact]
    public void Images_files_and_marks_for_the_cache_are_carried() =>
        Equal(
            """
            {"model":"upstream-model","max_tokens":64000,"messages":[{"role":"user","content":[
              {"type":"image","source":{"type":"base64","media_type":"image/jpeg","data":"/9j/"}},
              {"type":"image","source":{"type":"url","url":"https://example.com/a.png"}},
              {"type":"document","source":{"type":"base64","media_type":"application/pdf","data":"JVBE"},"title":"a.pdf"},
              {"type":"text","text":"What is it?","cache_control":{"type":"ephemeral"}}]}]}
            """,
            ToMessages.Request(
                """
                {"model":"x","messages":[{"role":"user","content":[
                  {"type":"image_url","image_url":{"url":"data:image/jpg;base64,/9j/","detail":"high"}},
                  {"type":"image_url","image_url":{"url":"https://example.com/a.png"}},
                  {"type":"file","file":{"filename":"a.pdf","file_data":"data:application/pdf;base64,JVBE"}},
                  {"type":"text","text":"What is it?","cache_control":{"type":"ephemeral"}}]}]}
                """
            )
        );

    [Fact]
    public void Functions_become_tools() =>
        Equal(
            """
            {"model":"upstream-model","max_tokens":64000,"messages":[{"role":"user","content":[{"type":"text","text":"Hi"}]}],"tools":[
              {"name":"read","description":"Reads.","input_schema":{"type":"object","properties":{"p":{"type":"string"}}}},
              {"name":"now","input_schema":{"type":"object"}},
              {"name":"odd","input_schema":{"type":"object","properties":{}}}],
             "tool_choice":{"type":"auto","disable_parallel_tool_use":true}}
            """,
            ToMessages.Request(
                """
                {"model":"x","messages":[{"role":"user","content":"Hi"}],"tools":[
                  {"type":"function","function":{"name":"read","description":"Reads.","strict":true,"parameters":{"type":"object","properties":{"p":{"type":"string"}}}}},
                  {"type":"function","function":{"name":"now","strict":false}},
                  {"type":"function","function":{"name":"odd","parameters":{"properties":{},"type":null}}}],"parallel_tool_calls":false}
                """
            )
        );

    [Theory]
    [InlineData("\"auto\"", """{"type":"auto"}""")]
    [InlineData("\"none\"", """{"type":"none"}""")]
    [InlineData("\"required\"", """{"type":"any"}""")]
    [InlineData("""{"type":"function","function":{"name":"a"}}""", """{"type":"tool","name":"a"}""")]
    public void A_choice_of_tools_has_its_word(string choice, string translated) =>
        Equal(
            """{"model":"upstream-model","max_tokens":64000,"messages":"""
                + $$"""{{Hi}},"tools":[{"name":"a","input_schema":{"type":"object"} }],"tool_choice":{{translated}} }""",
            ToMessages.Request(
                """{"model":"x","messages":[{"role":"user","content":"Hi"}],"tools":[{"type":"function","function":{"name":"a"}}],"tool_choice":"""
                    + choice
                    + "}"
            )
        );

    [Theory]
    [InlineData("claude-opus-4-6", "medium", """ "thinking":{"type":"adaptive"},"output_config":{"effort":"medium"} """)]
    [InlineData("claude-sonnet-5", "xhigh", """ "thinking":{"type":"adaptive"},"output_config":{"effort":"xhigh"} """)]
    [InlineData("glm-5", "minimal", """ "thinking":{"type":"adaptive"},"output_config":{"effort":"low"} """)]
    [InlineData("claude-opus-4-7", "none", """ "output_config":{"effort":"low"} """)]
    [InlineData("claude-haiku-4-5-20251001", "high", """ "temperature":0 """)]
    [InlineData("claude-sonnet-4-20250514", "high", """ "temperature":0 """)]
    [InlineData("claude-3-7-sonnet-latest", "high", """ "temperature":0 """)]
    public void An_effort_becomes_thinking_where_the_model_takes_it(string model, string effort, string translated) =>
        Equal(
            $$"""{"model":"{{model}}","max_tokens":64000,"messages":{{Hi}},{{translated}} }""",
            new ChatToMessagesTranslation(Context with { UpstreamModel = model }).Request(
                $$"""{"model":"x","messages":[{"role":"user","content":"Hi"}],"temperature":0,"reasoning_effort":"{{effort}}"}"""
            )
        );

    [Theory]
    [InlineData("claude-opus-4-6", """ ,"temperature":0.70,"top_k":40 """)]
    [InlineData("upstream-model", """ ,"temperature":0.70,"top_k":40 """)]
    [InlineData("claude-opus-4-7", "")]
    [InlineData("claude-fable-5", "")]
    public void Chance_is_left_out_for_models_that_refuse_it(string model, string translated) =>
        Equal(
            $$"""{"model":"{{model}}","max_tokens":64000,"messages":{{Hi}}{{translated}} }""",
            new ChatToMessagesTranslation(Context with { UpstreamModel = model }).Request(
                """{"model":"x","messages":[{"role":"user","content":"Hi"}],"temperature":0.70,"top_p":0.9,"top_k":40}"""
            )
        );

    [Fact]
    public void A_top_p_that_cuts_nothing_is_left_out() =>
        Equal(
            $$"""{"model":"upstream-model","max_tokens":64000,"messages":{{Hi}},"temperature":0.2}""",
            ToMessages.Request("""{"model":"x","messages":[{"role":"user","content":"Hi"}],"temperature":0.2,"top_p":1.0}""")
        );

    [Fact]
    public void No_thinking_is_asked_for_before_a_forced_call() =>
        Equal(
            $$"""
            {"model":"upstream-model","max_tokens":64000,"messages":{{Hi}},"tools":[{"name":"a","input_schema":{"type":"object"} }],
             "tool_choice":{"type":"any"},"output_config":{"effort":"high"} }
            """,
            ToMessages.Request(
                """
                {"model":"x","messages":[{"role":"user","content":"Hi"}],"tools":[{"type":"function","function":{"name":"a"}}],
                 "tool_choice":"required","reasoning_effort":"high"}
                """
            )
        );

    [Fact]
    public void A_schema_stops_and_the_user_are_carried() =>
        Equal(
            $$"""
            {"model":"upstream-model","max_tokens":64000,"messages":{{Hi}},"stop_sequences":["END"],
             "output_config":{"format":{"type":"json_schema","schema":{"type":"object","additionalProperties":false} } },"metadata":{"user_id":"ann"} }
            """,
            ToMessages.Request(
                """
                {"model":"x","messages":[{"role":"user","content":"Hi"}],"stop":"END","user":"ann","response_format":{"type":"json_schema",
                 "json_schema":{"name":"a","strict":true,"schema":{"type":"object","additionalProperties":false}}}}
                """
            )
        );
}
