using System.Text;
using Platform.Gateway.Continuation;
using Platform.Gateway.Protocols;
using Xunit;

namespace Platform.Tests.Unit.Gateway.Continuation;

public sealed class ConversationTests
{
    private const string Answer =
        """{"id":"resp_1","object":"response","output":[{"type":"message","content":[{"type":"output_text","text":"Ada."}]}],"usage":{}}""";

    private static InferenceRequest Request(string json) =>
        RequestParser.Parse(Encoding.UTF8.GetBytes(json), RequestShape.Responses).Value!;

    [Theory]
    [InlineData(
        """{"model":"m","input":"Who?","previous_response_id":"r"}""",
        """{"model":"m","input":[{"a":1},{"type":"message","role":"user","content":"Who?"}],"previous_response_id":null}"""
    )]
    [InlineData(
        """{"previous_response_id":"r","x":[1],"input":[ {"b":2} ],"model":"m"}""",
        """{"previous_response_id":null,"x":[1],"input":[{"a":1},{"b":2}],"model":"m"}"""
    )]
    [InlineData("""{"model":"m","previous_response_id":"r"}""", """{"input":[{"a":1}],"model":"m","previous_response_id":null}""")]
    public void What_was_said_before_comes_first(string body, string expected) =>
        Assert.Equal(expected, Encoding.UTF8.GetString(Conversation.Continue(Request(body), """[{"a":1}]"""u8)));

    [Theory]
    [InlineData(
        "\"Who?\"",
        """[{"type":"message","role":"user","content":"Who?"},{"type":"message","content":[{"type":"output_text","text":"Ada."}]}]"""
    )]
    [InlineData("[{\"a\":1}]", """[{"a":1},{"type":"message","content":[{"type":"output_text","text":"Ada."}]}]""")]
    public void A_response_is_kept_with_what_it_answers(string input, string expected)
    {
        foreach (var stream in (bool[])[false, true])
        {
            var request = Request($$"""{"model":"m","input":{{input}},"stream":{{(stream ? "true" : "false")}}}""");
            var text = stream
                ? $"event: response.created\ndata: {{\"type\":\"response.created\"}}\n\nevent: response.completed\ndata: {{\"type\":\"response.completed\",\"response\":{Answer}}}\n\n"
                : Answer;
            var kept = Conversation.After(request, Encoding.UTF8.GetBytes(text));
            var stored = KeptResponse.From(kept!.Value.Kept.ToBytes())!;
            Assert.Equal(
                ("resp_1", Answer, expected),
                (kept.Value.Id, Encoding.UTF8.GetString(stored.Response.Span), Encoding.UTF8.GetString(stored.Conversation()))
            );
        }
    }

    [Theory]
    [InlineData("""{"id":"resp_1"}""")]
    [InlineData("""{"output":[]}""")]
    [InlineData("not JSON")]
    [InlineData("")]
    public void An_answer_without_id_or_output_is_not_kept(string answer) =>
        Assert.Null(Conversation.After(Request("""{"model":"m","input":"Hi"}"""), Encoding.UTF8.GetBytes(answer)));
}
