using Xunit;
using static Platform.Tests.Unit.Gateway.Translation.TranslationTexts;

namespace Platform.Tests.Unit.Gateway.Translation.ChatToMessages;

public sealed class ChatToMessagesRefusalTests
{
    [Theory]
    [InlineData(""" "n":2 """, "n")]
    [InlineData(""" "logprobs":true """, "logprobs")]
    [InlineData(""" "top_logprobs":3 """, "top_logprobs")]
    [InlineData(""" "logit_bias":{"50256":-100} """, "logit_bias")]
    [InlineData(""" "frequency_penalty":0.5 """, "frequency_penalty")]
    [InlineData(""" "presence_penalty":-1 """, "presence_penalty")]
    [InlineData(""" "prediction":{"type":"content","content":"a"} """, "prediction")]
    [InlineData(""" "audio":{"voice":"alloy","format":"mp3"} """, "audio")]
    [InlineData(""" "modalities":["text","audio"] """, "modalities[1]")]
    [InlineData(""" "functions":[{"name":"a"}] """, "functions")]
    [InlineData(""" "function_call":"auto" """, "function_call")]
    [InlineData(""" "web_search_options":{"search_context_size":"low"} """, "web_search_options")]
    [InlineData(""" "web_search_options":{} """, "web_search_options")]
    [InlineData(""" "moderation":{"model":"m"} """, "moderation")]
    [InlineData(""" "response_format":{"type":"grammar"} """, "response_format.type")]
    [InlineData(""" "temperature":1.2 """, "temperature")]
    [InlineData(""" "tools":[{"type":"custom","custom":{"name":"a"}}] """, "tools[0].type")]
    [InlineData(""" "tools":[{"type":"function","function":{"name":"a"}}],"tool_choice":{"type":"allowed_tools"} """, "tool_choice.type")]
    public void What_Messages_cannot_express_is_refused_by_its_name(string field, string param)
    {
        var refusal = ToMessages.Refusal($$"""{"model":"x","messages":[{"role":"user","content":"Hi"}],{{field}}}""");
        Assert.Equal(param, refusal.Param);
        Assert.Contains(
            param[..(param.IndexOfAny(['.', '[']) is > 0 and var end ? end : param.Length)],
            refusal.Message,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData(
        """{"role":"user","content":[{"type":"input_audio","input_audio":{"data":"a","format":"wav"}}]}""",
        "messages[0].content[0].type"
    )]
    [InlineData(
        """{"role":"user","content":[{"type":"image_url","image_url":{"url":"data:image/svg+xml;base64,PHN2"}}]}""",
        "messages[0].content[0].image_url.url"
    )]
    [InlineData(
        """{"role":"user","content":[{"type":"image_url","image_url":{"url":"data:image/png,raw"}}]}""",
        "messages[0].content[0].image_url.url"
    )]
    [InlineData("""{"role":"user","content":[{"type":"file","file":{"file_id":"f"}}]}""", "messages[0].content[0].file")]
    [InlineData(
        """{"role":"user","content":[{"type":"file","file":{"file_data":"data:text/csv;base64,YQ=="}}]}""",
        "messages[0].content[0].file.file_data"
    )]
    [InlineData("""{"role":"assistant","function_call":{"name":"a","arguments":"{}"}}""", "messages[0].function_call")]
    [InlineData("""{"role":"assistant","audio":{"id":"a"}}""", "messages[0].audio")]
    [InlineData(
        """{"role":"assistant","tool_calls":[{"id":"a","type":"custom","custom":{"name":"b"}}]}""",
        "messages[0].tool_calls[0].type"
    )]
    [InlineData("""{"role":"assistant","tool_calls":[{"type":"function","function":{"name":"a"}}]}""", "messages[0].tool_calls[0].id")]
    [InlineData(
        """{"role":"assistant","tool_calls":[{"id":"a","type":"function","function":{"name":"a","arguments":{}}}]}""",
        "messages[0].tool_calls[0].function.arguments"
    )]
    [InlineData("""{"role":"function","name":"a","content":"1"}""", "messages[0].role")]
    [InlineData("""{"role":"tool","content":"1"}""", "messages[0].tool_call_id")]
    [InlineData(
        """{"role":"system","content":[{"type":"image_url","image_url":{"url":"https://example.com/a.png"}}]}""",
        "messages[0].content[0].type"
    )]
    [InlineData("""{"role":"robot","content":"1"}""", "messages[0].role")]
    [InlineData("""{"role":"user"}""", "messages[0].content")]
    [InlineData("""{"role":"user","content":7}""", "messages[0].content")]
    [InlineData("""{"role":"user","content":["Hi"]}""", "messages[0].content[0]")]
    [InlineData("""{"role":"user","content":[{"type":"text","text":"\udc00"}]}""", "messages[0].content[0].text")]
    [InlineData("""7""", "messages[0]")]
    [InlineData("""{"role":"user","content":""}""", "messages")]
    public void A_message_is_refused_where_it_is_wrong(string message, string param) =>
        Assert.Equal(param, ToMessages.Refusal($$"""{"model":"x","messages":[{{message}}]}""").Param);

    [Theory]
    [InlineData(""" "stop":7 """, "stop")]
    [InlineData(""" "stop":[7] """, "stop[0]")]
    [InlineData(""" "stream":"yes" """, "stream")]
    [InlineData(""" "max_tokens":-1 """, "max_tokens")]
    [InlineData(""" "reasoning_effort":"much" """, "reasoning_effort")]
    [InlineData(""" "tools":[{"type":"function"}] """, "tools[0].function")]
    [InlineData(""" "tools":[{"type":"function","function":{"name":"a","parameters":[]}}] """, "tools[0].function.parameters")]
    [InlineData(""" "response_format":{"type":"json_schema","json_schema":{}} """, "response_format.json_schema.schema")]
    [InlineData(""" "stream_options":[] """, "stream_options")]
    public void A_field_of_the_wrong_shape_is_named_by_its_path(string field, string param) =>
        Assert.Equal(param, ToMessages.Refusal($$"""{"model":"x","messages":[{"role":"user","content":"Hi"}],{{field}}}""").Param);

    /// <summary>As Open WebUI, Cline and others send them.</summary>
    [Fact]
    public void Hints_and_defaults_are_left_out() =>
        Equal(
            """{"model":"upstream-model","max_tokens":64000,"messages":[{"role":"user","content":[{"type":"text","text":"Hi"}]}]}""",
            ToMessages.Request(
                """
                {"model":"x","messages":[{"role":"user","content":"Hi"}],"stream":false,"n":1,"seed":7,"logprobs":false,"logit_bias":{},"frequency_penalty":0,
                 "presence_penalty":0.0,"functions":[],"modalities":["text"],"response_format":{"type":"text"},"metadata":{"a":"b"},"store":true,
                 "service_tier":"auto","prompt_cache_key":"k","verbosity":"low","tools":[],"tool_choice":"auto","parallel_tool_calls":true,"stop":null}
                """
            )
        );
}
