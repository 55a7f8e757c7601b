using System.Text.Json;
using Xunit;
using static Platform.Tests.Unit.Gateway.Translation.TranslationTexts;

namespace Platform.Tests.Unit.Gateway.Translation.ChatToMessages;

public sealed class ChatToMessagesAnswerTests
{
    [Fact]
    public void A_message_becomes_a_completion() =>
        Equal(
            """
            {"id":"chatcmpl-0123","object":"chat.completion","created":1770000000,"model":"claude-x","choices":[{"index":0,"message":{
              "role":"assistant","content":"I look. Größe?","reasoning_content":"Hm.","refusal":null,"tool_calls":[
               {"id":"toolu_1","type":"function","function":{"name":"read","arguments":"{\"n\": 1.50}"}},
               {"id":"toolu_2","type":"function","function":{"name":"now","arguments":"{}"}}]},"logprobs":null,"finish_reason":"tool_calls"}],
             "usage":{"prompt_tokens":100,"completion_tokens":40,"total_tokens":140,
              "prompt_tokens_details":{"cached_tokens":30,"cache_write_tokens":20},"completion_tokens_details":{"reasoning_tokens":7},"cost":0.000012345}}
            """,
            ToMessages.Answer(
                """
                {"id":"msg_1","type":"message","role":"assistant","model":"claude-x","content":[
                  {"type":"thinking","thinking":"Hm.","signature":"c2ln"},{"type":"redacted_thinking","data":"eA=="},
                  {"type":"text","text":"I look. "},{"type":"text","text":"Größe?"},
                  {"type":"tool_use","id":"toolu_1","name":"read","input":{"n": 1.50}},{"type":"tool_use","id":"toolu_2","name":"now","input":{}}],
                 "stop_reason":"tool_use","stop_sequence":null,"usage":{"input_tokens":50,"cache_creation_input_tokens":20,"cache_read_input_tokens":30,
                  "output_tokens":40,"output_tokens_details":{"thinking_tokens":7},"service_tier":"standard","cost":0.000012345}}
                """
            )
        );

    [Theory]
    [InlineData("end_turn", "stop")]
    [InlineData("stop_sequence", "stop")]
    [InlineData("pause_turn", "stop")]
    [InlineData("max_tokens", "length")]
    [InlineData("model_context_window_exceeded", "length")]
    [InlineData("refusal", "content_filter")]
    public void Each_end_has_its_reason(string stop, string finish) =>
        Equal(
            """
            {"id":"chatcmpl-0123","object":"chat.completion","created":1770000000,"model":"upstream-model","choices":[{"index":0,"message":{
              "role":"assistant","content":null,"refusal":null},"logprobs":null,"finish_reason":"FINISH"}]}
            """.Replace("FINISH", finish, StringComparison.Ordinal),
            ToMessages.Answer($$"""{"type":"message","content":[],"stop_reason":"{{stop}}"}""")
        );

    [Theory]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("not json")]
    [InlineData("""{"content":7}""")]
    [InlineData("""{"content":[{"type":"text"}]}""")]
    [InlineData("""{"content":[{"type":"tool_use","id":"a"}]}""")]
    public void What_is_no_message_is_called_so(string answer) => Assert.ThrowsAny<JsonException>(() => ToMessages.Answer(answer));
}
