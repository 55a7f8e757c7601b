using System.Text;
using Platform.Gateway.Translation;
using Platform.Gateway.Translation.MessagesToChat;
using Xunit;
using static Platform.Tests.Unit.Gateway.Translation.TranslationTexts;

namespace Platform.Tests.Unit.Gateway.Translation.MessagesToChat;

public sealed class MessagesToChatRefusalTests
{
    [Theory]
    [InlineData("""[{"role":"user","content":[]}]""")]
    [InlineData("""[{"role":"user","content":[{"type":"text","text":""}]},{"role":"assistant","content":[]}]""")]
    public void A_conversation_without_content_is_refused(string messages)
    {
        var refusal = ToChat.Refusal($$"""{"model":"x","messages":{{messages}}}""");
        Assert.Equal(("messages", "messages must have at least one message with content."), (refusal.Param, refusal.Message));
    }

    [Theory]
    [InlineData("""  "mcp_servers":[{"type":"url","url":"https://example.com","name":"a"}]  """, "mcp_servers")]
    [InlineData("""  "container":"c_1"  """, "container")]
    [InlineData("""  "inference_geo":"eu"  """, "inference_geo")]
    [InlineData(
        """  "tools":[{"name":"a","input_schema":{}},{"type":"web_search_20250305","name":"web_search"}],"tool_choice":{"type":"tool","name":"web_search"}  """,
        "tools[1].type"
    )]
    [InlineData(
        """  "tools":[{"type":"code_execution_20250825","name":"code_execution"}],"tool_choice":{"type":"any"}  """,
        "tools[0].type"
    )]
    [InlineData(
        """  "tools":[{"type":"computer_20250124","name":"computer","display_width_px":1,"display_height_px":1}],"tool_choice":{"type":"any"}  """,
        "tools[0].type"
    )]
    [InlineData(
        """  "tools":[{"type":"tool_search_tool_regex_20251119","name":"tool_search_tool_regex"}],"tool_choice":{"type":"any"}  """,
        "tools[0].type"
    )]
    [InlineData("""  "tools":[{"type":"mcp_toolset","mcp_server_name":"a"}],"tool_choice":{"type":"any"}  """, "tools[0].type")]
    [InlineData("""  "output_format":{"type":"xml"}  """, "output_format.type")]
    [InlineData("""  "max_tokens":0  """, "max_tokens")]
    public void What_chat_cannot_express_is_refused_by_its_name(string field, string param)
    {
        var refusal = ToChat.Refusal($$"""{"model":"x","messages":[{"role":"user","content":"Hi"}],{{field}}}""");
        Assert.Equal(param, refusal.Param);
        Assert.Contains(param[(param.LastIndexOf('.') + 1)..], refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"type":"document","source":{"type":"url","url":"https://example.com/a.pdf"}}""", "messages[0].content[0].source.type")]
    [InlineData("""{"type":"image","source":{"type":"file","file_id":"f"}}""", "messages[0].content[0].source.type")]
    [InlineData("""{"type":"server_tool_use","id":"a","name":"web_search","input":{}}""", "messages[0].content[0].type")]
    [InlineData("""{"type":"container_upload","file_id":"f"}""", "messages[0].content[0].type")]
    [InlineData(
        """{"type":"tool_result","tool_use_id":"a","content":[{"type":"browser_state"}]}""",
        "messages[0].content[0].content[0].type"
    )]
    public void A_block_that_chat_cannot_express_is_refused_where_it_stands(string block, string param) =>
        Assert.Equal(param, ToChat.Refusal($$"""{"model":"x","messages":[{"role":"user","content":[{{block}}]}]}""").Param);

    [Theory]
    [InlineData("""{"model":"x"}""", "messages")]
    [InlineData("""{"model":"x","messages":{}}""", "messages")]
    [InlineData("""{"model":"x","messages":[7]}""", "messages[0]")]
    [InlineData("""{"model":"x","messages":[{"content":"Hi"}]}""", "messages[0].role")]
    [InlineData("""{"model":"x","messages":[{"role":"robot","content":"Hi"}]}""", "messages[0].role")]
    [InlineData("""{"model":"x","messages":[{"role":"user"}]}""", "messages[0].content")]
    [InlineData("""{"model":"x","messages":[{"role":"user","content":[{"text":"Hi"}]}]}""", "messages[0].content[0].type")]
    [InlineData("""{"model":"x","messages":[{"role":"user","content":[{"type":"text"}]}]}""", "messages[0].content[0].text")]
    [InlineData("""{"model":"x","messages":[{"role":"user","content":"\ud800"}]}""", "messages[0].content")]
    [InlineData(
        """{"model":"x","messages":[{"role":"assistant","content":[{"type":"tool_use","id":"a","name":"b","input":"c"}]}]}""",
        "messages[0].content[0].input"
    )]
    [InlineData("""{"model":"x","messages":[],"tools":[{"name":"a"}]}""", "tools[0].input_schema")]
    [InlineData("""{"model":"x","messages":[],"tools":[{"name":"a","input_schema":{"title":"\ud800"}}]}""", "tools[0].input_schema")]
    [InlineData(
        """{"model":"x","messages":[],"tools":[{"name":"a","input_schema":{}}],"tool_choice":{"type":"some"}}""",
        "tool_choice.type"
    )]
    [InlineData("""{"model":"x","messages":[],"max_tokens":"many"}""", "max_tokens")]
    [InlineData("""{"model":"x","messages":[],"temperature":"hot"}""", "temperature")]
    [InlineData("""{"model":"x","messages":[],"thinking":{"type":"deep"}}""", "thinking.type")]
    [InlineData("""{"model":"x","messages":[],"metadata":{"user_id":5}}""", "metadata.user_id")]
    [InlineData("""{"model":"x","messages":[],"\ud800":1}""", "")]
    [InlineData("""[]""", "")]
    [InlineData("""{"model":""", "")]
    public void A_wrong_shape_is_named_by_its_path(string body, string param) => Assert.Equal(param, ToChat.Refusal(body).Param);

    /// <summary>A model that never hears of them never calls them, and clients that offer them always (Cline does) work.</summary>
    [Fact]
    public void Tools_that_Anthropics_servers_run_are_not_offered_and_are_named()
    {
        var translation = new MessagesToChatTranslation(new TranslationContext("req_1", "upstream-model", default, 1_000));
        var body = translation.Request(
            Encoding.UTF8.GetBytes(
                """{"model":"x","messages":[{"role":"user","content":"Hi"}],"tools":[{"type":"web_search_20250305","name":"web_search"},{"name":"a","input_schema":{}}],"tool_choice":{"type":"any"}}"""
            )
        );
        Equal(
            """{"model":"upstream-model","messages":[{"role":"user","content":"Hi"}],"tools":[{"type":"function","function":{"name":"a","parameters":{}}}],"tool_choice":"required"}""",
            Encoding.UTF8.GetString(body)
        );
        Assert.Equal(["web_search_20250305"], translation.NotOffered);
    }

    /// <summary>They advise only, or ask for nothing.</summary>
    [Fact]
    public void Hints_and_empty_wishes_are_left_out() =>
        Equal(
            """{"model":"upstream-model","messages":[{"role":"user","content":"Hi"}]}""",
            ToChat.Request(
                """
                {"model":"x","messages":[{"role":"user","content":"Hi"}],"context_management":{"edits":[{"type":"clear_thinking_20251015","keep":"all"}]},
                 "service_tier":"auto","cache_control":{"type":"ephemeral"},"mcp_servers":[],"container":null,"tools":[],"something_new":false}
                """
            )
        );

    [Fact]
    public void Nesting_goes_256_levels_deep_and_no_deeper()
    {
        static string Deep(int levels) =>
            """{"model":"x","messages":[{"role":"assistant","content":[{"type":"tool_use","id":"a","name":"b","input":"""
            + string.Concat(Enumerable.Repeat("{\"a\":", levels - 6))
            + "{}"
            + new string('}', levels - 6)
            + "}]}]}";
        Assert.Contains("tool_calls", ToChat.Request(Deep(256)), StringComparison.Ordinal);
        Assert.Throws<UntranslatableException>(() => ToChat.Request(Encoding.UTF8.GetBytes(Deep(257))));
    }
}
