using System.Text;
using Platform.Gateway.Forwarding;
using Platform.Gateway.Protocols;
using Xunit;

namespace Platform.Tests.Unit.Gateway.Forwarding;

/// <summary>An upstream keeps nothing of a request: all callers share one account there.</summary>
public sealed class NativeBodyTests
{
    private static (string Body, string LeftOut) Sent(Protocol protocol, string body, string model)
    {
        var exchange = Exchanges.For(protocol, body, upstreamModel: model);
        var attempt = Exchanges.Attempt(exchange, Exchanges.Upstream);
        var sent = Encoding.UTF8.GetString(NativeBody.For(attempt, []).Span);
        exchange.Conclude(attempt.Fail(null));
        return (sent, string.Join(", ", exchange.End(null).FieldsNotCarried));
    }

    [Theory]
    [InlineData(
        """{"model":"ours","input":"Hi"}""",
        """{"store":false,"include":["reasoning.encrypted_content"],"model":"gpt-5","input":"Hi"}"""
    )]
    [InlineData(
        """{"model":"ours","store":true,"input":"Hi"}""",
        """{"include":["reasoning.encrypted_content"],"model":"gpt-5","store":false,"input":"Hi"}"""
    )]
    [InlineData(
        """{"model":"ours","store":null,"input":"Hi"}""",
        """{"include":["reasoning.encrypted_content"],"model":"gpt-5","store":false,"input":"Hi"}"""
    )]
    [InlineData(
        """{"model":"ours","store":false,"input":"Hi"}""",
        """{"include":["reasoning.encrypted_content"],"model":"gpt-5","store":false,"input":"Hi"}"""
    )]
    [InlineData(
        """{"model":"ours","input":"Hi","include":null,"store":false}""",
        """{"model":"gpt-5","input":"Hi","include":["reasoning.encrypted_content"],"store":false}"""
    )]
    [InlineData(
        """{"model":"ours","input":"Hi","include":[ ],"store":false}""",
        """{"model":"gpt-5","input":"Hi","include":["reasoning.encrypted_content" ],"store":false}"""
    )]
    [InlineData(
        """{"model":"ours","input":"Hi","include":["message.output_text.logprobs"],"store":false}""",
        """{"model":"gpt-5","input":"Hi","include":["reasoning.encrypted_content","message.output_text.logprobs"],"store":false}"""
    )]
    [InlineData(
        """{"model":"ours","input":"Hi","include":["a","reasoning.encrypted_content"],"store":false}""",
        """{"model":"gpt-5","input":"Hi","include":["a","reasoning.encrypted_content"],"store":false}"""
    )]
    [InlineData(
        """{"model":"ours","input":"Hi","include":"x","store":false}""",
        """{"model":"gpt-5","input":"Hi","include":"x","store":false}"""
    )]
    public void A_response_is_not_stored_and_its_reasoning_comes_back_encrypted(string asked, string sent) =>
        Assert.Equal((sent, ""), Sent(Protocol.Responses, asked, "gpt-5"));

    [Theory]
    [InlineData("gpt-4.1-mini")]
    [InlineData("llama-4")]
    public void A_model_that_may_not_reason_is_not_asked_for_its_reasoning(string model) =>
        Assert.Equal(
            ($$"""{"store":false,"model":"{{model}}","input":"Hi"}""", ""),
            Sent(Protocol.Responses, """{"model":"ours","input":"Hi"}""", model)
        );

    /// <summary>Codex asks every model for it, and OpenAI refuses the request where a model does not reason.</summary>
    [Theory]
    [InlineData("gpt-4.1-mini", """["reasoning.encrypted_content"]""", "[]", "include[0]")]
    [InlineData(
        "gpt-4.1-mini",
        """["message.output_text.logprobs", "reasoning.encrypted_content"]""",
        """["message.output_text.logprobs"]""",
        "include[1]"
    )]
    [InlineData("gpt-4.1-mini", """["a"]""", """["a"]""", "")]
    [InlineData("gpt-4.1-mini", "7", "7", "")]
    [InlineData("llama-4", """["reasoning.encrypted_content"]""", """["reasoning.encrypted_content"]""", "")]
    public void A_model_that_does_not_reason_is_not_asked_for_it_by_anybody(string model, string include, string sent, string leftOut) =>
        Assert.Equal(
            ($$"""{"store":false,"model":"{{model}}","input":"Hi","include":{{sent}}}""", leftOut),
            Sent(Protocol.Responses, $$"""{"model":"ours","input":"Hi","include":{{include}}}""", model)
        );

    private const string User = """{"role":"user","content":"Hi"}""";

    /// <summary>An upstream that stores nothing finds nothing by its id.</summary>
    [Theory]
    [InlineData("""{"type":"reasoning","id":"rs_1","summary":[]}""", true)]
    [InlineData("""{"id":"rs_1","summary":[{"type":"summary_text","text":"Hm"}],"encrypted_content":null,"type":"reasoning"}""", true)]
    [InlineData("""{"type":"reasoning","id":"rs_1","summary":[],"encrypted_content":"","content":[]}""", true)]
    [InlineData("""{"type":"reasoning","id":"rs_1","summary":[],"encrypted_content":"gAAA"}""", false)]
    [InlineData("""{"type":"reasoning","id":"rs_1","summary":[],"content":[{"type":"reasoning_text","text":"Hm"}]}""", false)]
    [InlineData("""{"type":"message","role":"assistant","content":[{"type":"reasoning"}]}""", false)]
    public void Reasoning_that_only_an_id_stands_for_is_left_out_and_named(string item, bool leftOut)
    {
        var input = leftOut ? $"[{User},{User}]" : $"[{User},{item},{User}]";
        Assert.Equal(
            ($$"""{"store":false,"model":"gpt-4.1","input":{{input}}}""", leftOut ? "input[1]" : ""),
            Sent(Protocol.Responses, $$"""{"model":"ours","input":[{{User}},{{item}},{{User}}]}""", "gpt-4.1")
        );
    }

    [Theory]
    [InlineData(""" "store":true """, """ "store":false """, "store")]
    [InlineData(""" "store":true,"metadata":{"a":"b"} """, """ "store":false,"metadata":null """, "store, metadata")]
    [InlineData(
        """ "metadata":{"a":"b"},"store":true,"reasoning":{"effort":"low"} """,
        """ "metadata":null,"store":false,"reasoning_effort":"low" """,
        "store, metadata"
    )]
    [InlineData(""" "store":false,"metadata":{"a":"b"} """, """ "store":false,"metadata":{"a":"b"} """, "")]
    [InlineData(""" "store":null """, """ "store":null """, "")]
    [InlineData(""" "metadata":{"store":true} """, """ "metadata":{"store":true} """, "")]
    public void A_chat_completion_is_not_stored(string asked, string sent, string leftOut) =>
        Assert.Equal(
            ($$"""{"model":"gpt-5","messages":[{{User}}],{{sent.Trim()}}}""", leftOut),
            Sent(Protocol.Chat, $$"""{"model":"ours","messages":[{{User}}],{{asked.Trim()}}}""", "gpt-5")
        );

    [Fact]
    public void Messages_have_nothing_to_store() =>
        Assert.Equal(
            ($$"""{"model":"claude","max_tokens":9,"store":true,"messages":[{{User}}]}""", ""),
            Sent(Protocol.Messages, $$"""{"model":"ours","max_tokens":9,"store":true,"messages":[{{User}}]}""", "claude")
        );
}
