using System.Text.Json;
using Xunit;
using static Platform.Tests.Unit.Gateway.Translation.TranslationTexts;

namespace Platform.Tests.Unit.Gateway.Translation.MessagesToChat;

public sealed class MessagesToChatAnswerTests
{
    /// <summary>Thoughts, text, two calls; usage with the cache read and written, and our cost.</summary>
    [Fact]
    public void A_completion_becomes_a_message() =>
        Equal(
            """
            {"id":"msg_0123","type":"message","role":"assistant","model":"gpt-x","content":[
              {"type":"thinking","thinking":"Hm.","signature":""},
              {"type":"text","text":"I look.","citations":null},
              {"type":"tool_use","id":"call_a","name":"read","caller":{"type":"direct"},"input":{"n":1.50,"path":"ü"}},
              {"type":"tool_use","id":"call_b","name":"now","caller":{"type":"direct"},"input":{}}],
             "stop_reason":"tool_use","stop_sequence":null,"stop_details":null,"container":null,
             "usage":{"input_tokens":50,"cache_creation_input_tokens":20,"cache_read_input_tokens":30,"output_tokens":40,
              "output_tokens_details":{"thinking_tokens":7},"cache_creation":null,"server_tool_use":null,"service_tier":null,"inference_geo":null,"cost":0.000012345}}
            """,
            ToChat.Answer(
                """
                {"id":"chatcmpl-1","object":"chat.completion","created":1,"model":"gpt-x","choices":[{"index":0,"message":{"role":"assistant",
                  "reasoning_content":"Hm.","content":"I look.","refusal":null,"tool_calls":[
                   {"id":"call_a","type":"function","function":{"name":"read","arguments":"{\"n\": 1.50, \"path\": \"ü\"}"}},
                   {"id":"call_b","type":"function","function":{"name":"now","arguments":""}}]},"logprobs":null,"finish_reason":"tool_calls"}],
                 "usage":{"prompt_tokens":100,"completion_tokens":40,"total_tokens":140,
                  "prompt_tokens_details":{"cached_tokens":30,"cache_write_tokens":20},"completion_tokens_details":{"reasoning_tokens":7},
                  "cost":0.000012345}}
                """
            )
        );

    [Theory]
    [InlineData("""{"content":"Hi"}""", "stop", """[{"type":"text","text":"Hi","citations":null}]""", "end_turn")]
    [InlineData("""{"content":"Hi"}""", "length", """[{"type":"text","text":"Hi","citations":null}]""", "max_tokens")]
    [InlineData("""{"content":""}""", "content_filter", "[]", "refusal")]
    [InlineData("""{"content":null,"refusal":"No."}""", "stop", """[{"type":"text","text":"No.","citations":null}]""", "refusal")]
    [InlineData(
        """{"reasoning":"Hm.","content":"Hi"}""",
        "stop",
        """[{"type":"thinking","thinking":"Hm.","signature":""},{"type":"text","text":"Hi","citations":null}]""",
        "end_turn"
    )]
    [InlineData(
        """{"tool_calls":[{"function":{"name":"a","arguments":"{\"b\":"}}]}""",
        "stop",
        """[{"type":"tool_use","id":"call_0123_0","name":"a","caller":{"type":"direct"},"input":{"INVALID_JSON":"{\"b\":"}}]""",
        "tool_use"
    )]
    public void Each_end_has_its_reason(string message, string finish, string content, string reason) =>
        Equal(
            """
            {"id":"msg_0123","type":"message","role":"assistant","model":"upstream-model","content":CONTENT,"stop_reason":"REASON","stop_sequence":null,"stop_details":null,"container":null,
             "usage":{"input_tokens":0,"cache_creation_input_tokens":0,"cache_read_input_tokens":0,"output_tokens":0,"output_tokens_details":null,"cache_creation":null,"server_tool_use":null,"service_tier":null,"inference_geo":null}}
            """.Replace("CONTENT", content, StringComparison.Ordinal).Replace("REASON", reason, StringComparison.Ordinal),
            ToChat.Answer($$"""{"choices":[{"message":{{message}},"finish_reason":"{{finish}}"}]}""")
        );

    [Fact]
    public void Thoughts_are_not_shown_to_whom_switched_them_off()
    {
        var translation = ToChat;
        translation.Request("""{"model":"x","messages":[{"role":"user","content":"Hi"}],"thinking":{"type":"disabled"}}""");
        Assert.DoesNotContain(
            "Hm.",
            translation.Answer("""{"choices":[{"message":{"reasoning_content":"Hm.","content":"Hi"}}]}"""),
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("not json")]
    [InlineData("""{"choices":[]}""")]
    [InlineData("""{"choices":[{"message":7}]}""")]
    [InlineData("""{"choices":[{"message":{"refusal":[]}}]}""")]
    [InlineData("""{"choices":[{"message":{"tool_calls":[{}]}}]}""")]
    public void What_is_no_completion_is_called_so(string answer) => Assert.ThrowsAny<JsonException>(() => ToChat.Answer(answer));
}
