using System.Text;
using Platform.Gateway.Forwarding;
using Platform.Gateway.Protocols;
using Xunit;

namespace Platform.Tests.Unit.Gateway.Forwarding;

/// <summary>The model in an answer is the one that was asked for; nothing else changes.</summary>
public sealed class AnsweredModelTests
{
    private readonly AnsweredModel model = new("\"asked\""u8.ToArray());

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
        Assert.Equal("{\"model\":\"up\"}", IntoAnswer(new AnsweredModel(default), "{\"model\":\"up\"}"));

    private static string IntoAnswer(AnsweredModel model, string upstream)
    {
        var answer = Encoding.UTF8.GetBytes(upstream);
        return Encoding.UTF8.GetString(Splice.Into(answer, model.In(answer)));
    }
}
