using System.Text.Json;
using Platform.Gateway.Translation.ChatToResponses;
using Xunit;

namespace Platform.Tests.Unit.Gateway.Translation.ChatToResponses;

public sealed class ChatToResponsesAnswerTests
{
    private static string Translated(string answer) => new ChatToResponsesTranslation(TranslationTexts.VendorContext).Answer(answer);

    [Fact]
    public void A_response_becomes_a_completion() =>
        Assert.Equal(
            """{"id":"chatcmpl-0123","object":"chat.completion","created":1700000009,"model":"gpt-x","service_tier":"flex","choices":[{"index":0,"message":{"role":"assistant","content":"Hello é","refusal":null},"logprobs":null,"finish_reason":"stop"}],"usage":{"prompt_tokens":11,"completion_tokens":7,"total_tokens":18,"prompt_tokens_details":{"cached_tokens":4,"cache_write_tokens":2},"completion_tokens_details":{"reasoning_tokens":3},"cost":0.000123}}""",
            Translated(
                """
                {"id":"resp_1","object":"response","created_at":1700000009.0,"status":"completed","error":null,"incomplete_details":null,"model":"gpt-x","service_tier":"flex",
                "output":[{"id":"rs_1","type":"reasoning","summary":[]},{"id":"msg_1","type":"message","status":"completed","role":"assistant","content":[{"type":"output_text","annotations":[],"logprobs":[],"text":"Hello \u00e9"}]}],
                "usage":{"input_tokens":11,"input_tokens_details":{"cached_tokens":4,"cache_write_tokens":2},"output_tokens":7,"output_tokens_details":{"reasoning_tokens":3},"total_tokens":18,"cost":0.000123}}
                """
            )
        );

    [Fact]
    public void Thoughts_calls_citations_and_chances_are_carried() =>
        Assert.Equal(
            """{"id":"chatcmpl-0123","object":"chat.completion","created":1700000000,"model":"vendor/model","choices":[{"index":0,"message":{"role":"assistant","content":"ab","refusal":null,"reasoning_content":"Hm.\n\nSo.","annotations":[{"type":"url_citation","url_citation":{"start_index":1,"end_index":2,"url":"https://x","title":"X"}}],"tool_calls":[{"id":"c1","type":"function","function":{"name":"f","arguments":"{\"a\":1}"}},{"id":"c2","type":"custom","custom":{"name":"patch","input":"*** x\n"}}]},"logprobs":{"content":[{"token":"a","logprob":-1,"bytes":[97],"top_logprobs":[]}],"refusal":null},"finish_reason":"tool_calls"}]}""",
            Translated(
                """
                {"status":"completed","output":[{"type":"reasoning","summary":[{"type":"summary_text","text":"Hm."},{"type":"summary_text","text":"So."}]},
                {"type":"message","content":[{"type":"output_text","text":"a","logprobs":[{"token":"a","logprob":-1}],"annotations":[{"type":"file_path","file_id":"f"},{"type":"url_citation","url":"https://x","title":"X","start_index":1,"end_index":2}]},{"type":"output_text","text":"b"}]},
                {"type":"function_call","id":"fc_1","call_id":"c1","name":"f","arguments":"{\"a\":1}","status":"completed"},
                {"type":"custom_tool_call","id":"ctc_1","call_id":"c2","name":"patch","input":"*** x\n"}]}
                """
            )
        );

    [Theory]
    [InlineData("""{"reason":"max_output_tokens"}""", "length")]
    [InlineData("""{"reason":"content_filter"}""", "content_filter")]
    [InlineData("null", "length")]
    public void What_is_incomplete_says_why(string details, string expected) =>
        Assert.Contains(
            $"\"content\":null,\"refusal\":\"no\"}},\"logprobs\":null,\"finish_reason\":\"{expected}\"}}]",
            Translated(
                $$"""
                {"status":"incomplete","incomplete_details":{{details}},"output":[{"type":"message","content":[{"type":"refusal","refusal":"no"}]}]}
                """
            ),
            StringComparison.Ordinal
        );

    [Fact]
    public void Raw_thoughts_stand_for_a_summary_that_is_not_there() =>
        Assert.Contains(
            "\"reasoning_content\":\"Hm.\"",
            Translated(
                """
                {"status":"completed","output":[{"type":"reasoning","summary":[],"content":[{"type":"reasoning_text","text":"Hm."}]}]}
                """
            ),
            StringComparison.Ordinal
        );

    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("no json")]
    [InlineData("""{"status":"failed","output":[]}""")]
    [InlineData("""{"status":"completed","output":[7]}""")]
    [InlineData("""{"status":"completed","output":[{"type":"function_call","name":"f","arguments":"{}"}]}""")]
    public void What_is_no_response_is_the_upstreams_fault(string answer) => Assert.ThrowsAny<JsonException>(() => Translated(answer));
}
