using System.Text;
using Platform.Gateway.Forwarding;
using Platform.Gateway.Protocols;
using Xunit;

namespace Platform.Tests.Unit.Gateway.Forwarding;

/// <summary>The model in an answer is the one that was asked for; nothing else changes.</summary>
public sealed class AnsweredMembersTests
{
    private readonly AnsweredMembers model = new("\"asked\""u8.ToArray());

    [Theory]
    [InlineData("""{"id":"c","model":"gpt-4o-2024-08-06","choices":[]}""", """{"id":"c","model":"asked","choices":[]}""")]
    [InlineData("""{"choices":[{"model":"x"}], "model" : "up"}""", """{"choices":[{"model":"x"}], "model" : "asked"}""")]
    [InlineData(
        """{"type":"message","content":[{"type":"tool_use","input":{"model":"x"}}],"model":"claude-x"}""",
        """{"type":"message","content":[{"type":"tool_use","input":{"model":"x"}}],"model":"asked"}"""
    )]
    [InlineData(
        """{"id":"resp_1","metadata":{"model":"mine"},"model":"gpt-5-2025","output":[]}""",
        """{"id":"resp_1","metadata":{"model":"mine"},"model":"asked","output":[]}"""
    )]
    [InlineData("""{"object":"list","model":"embed-v3","data":[]}""", """{"object":"list","model":"asked","data":[]}""")]
    [InlineData("""{"model":"asked","choices":[]}""", """{"model":"asked","choices":[]}""")]
    [InlineData("""{"model":null}""", """{"model":null}""")]
    [InlineData("""{"input_tokens":7}""", """{"input_tokens":7}""")]
    [InlineData("no JSON \"model\"", "no JSON \"model\"")]
    public void A_whole_answer(string upstream, string expected) => Assert.Equal(expected, IntoAnswer(model, upstream));

    [Theory]
    [InlineData("data: {\"id\":\"c\",\"model\":\"up\",\"choices\":[]}\n\n", "data: {\"id\":\"c\",\"model\":\"asked\",\"choices\":[]}\n\n")]
    [InlineData(
        "event: message_start\ndata: {\"type\":\"message_start\",\"message\":{\"id\":\"m\",\"model\":\"claude-x\",\"content\":[]}}\n\n",
        "event: message_start\ndata: {\"type\":\"message_start\",\"message\":{\"id\":\"m\",\"model\":\"asked\",\"content\":[]}}\n\n"
    )]
    [InlineData(
        "event: response.created\ndata: {\"type\":\"response.created\",\"response\":{\"metadata\":{\"model\":\"x\"},\"model\":\"gpt\"}}\n\n",
        "event: response.created\ndata: {\"type\":\"response.created\",\"response\":{\"metadata\":{\"model\":\"x\"},\"model\":\"asked\"}}\n\n"
    )]
    [InlineData("data: {\"delta\":\"the \\\"model\\\": x\"}\n\n", "data: {\"delta\":\"the \\\"model\\\": x\"}\n\n")]
    [InlineData(
        "data: {\"type\":\"error\",\"message\":\"no \\\"model\\\"\"}\n\n",
        "data: {\"type\":\"error\",\"message\":\"no \\\"model\\\"\"}\n\n"
    )]
    [InlineData("data: [DONE]\n\n", "data: [DONE]\n\n")]
    [InlineData(": \"model\"\n\n", ": \"model\"\n\n")]
    public void An_event(string upstream, string expected)
    {
        // A longer one before, so that the buffer is one that was used.
        _ = model.IntoEvent(
            Encoding.UTF8.GetBytes($"data: {{\"model\":\"{new string('x', 2_000)}\",\"y\":\"{new string('y', 2_000)}\"}}\n\n")
        );
        Assert.Equal(expected, Encoding.UTF8.GetString(model.IntoEvent(Encoding.UTF8.GetBytes(upstream))));
    }

    [Fact]
    public void Without_a_name_nothing_changes() =>
        Assert.Equal("{\"model\":\"up\"}", IntoAnswer(new AnsweredMembers(default), "{\"model\":\"up\"}"));

    /// <summary>A response is kept here, and continued here, so the upstream knows of neither.</summary>
    [Theory]
    [InlineData(
        """{"model":"up","store":false,"previous_response_id":null}""",
        """{"model":"asked","store":true,"previous_response_id":"resp_0"}"""
    )]
    [InlineData(
        """{"previous_response_id":null,"metadata":{"store":false},"output":[{"store":false}],"store" : false,"model":"asked"}""",
        """{"previous_response_id":"resp_0","metadata":{"store":false},"output":[{"store":false}],"store" : true,"model":"asked"}"""
    )]
    [InlineData("""{"model":"up"}""", """{"model":"asked"}""")]
    public void A_response_that_is_kept_says_so_and_which_one_it_continues(string upstream, string expected)
    {
        var members = new AnsweredMembers("\"asked\""u8.ToArray(), stored: true, "\"resp_0\""u8.ToArray());
        Assert.Equal(expected, IntoAnswer(members, upstream));
        Assert.Equal(
            $"data: {{\"type\":\"response.created\",\"response\":{expected}}}\n\n",
            Encoding.UTF8.GetString(
                members.IntoEvent(Encoding.UTF8.GetBytes($"data: {{\"type\":\"response.created\",\"response\":{upstream}}}\n\n"))
            )
        );
    }

    [Theory]
    [InlineData("/responses", """{"model":"m","input":"a"}""", true, true)]
    [InlineData("/responses", """{"model":"m","input":"a","store":false}""", true, false)]
    [InlineData("/responses", """{"model":"m","input":"a"}""", false, false)]
    [InlineData("/chat/completions", """{"model":"m","messages":["a"],"store":true}""", true, false)]
    public void Only_a_native_response_that_was_to_be_kept_says_so(string path, string body, bool isNative, bool says)
    {
        var request = Exchanges.For(Protocol.All.Single(protocol => protocol.Path == path), body).Request;
        Assert.Equal(
            $$"""{"model":"m","store":{{(says ? "true" : "false")}}}""",
            IntoAnswer(AnsweredMembers.For(request, isNative, request.Model with { Id = "m" }), """{"model":"m","store":false}""")
        );
    }

    private static string IntoAnswer(AnsweredMembers model, string upstream)
    {
        var answer = Encoding.UTF8.GetBytes(upstream);
        return Encoding.UTF8.GetString(Splice.Into(answer, model.In(answer)));
    }
}
