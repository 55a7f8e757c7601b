using System.Text;
using Platform.Gateway.Forwarding;
using Platform.Gateway.Protocols;
using Xunit;

namespace Platform.Tests.Unit.Gateway.Forwarding;

/// <summary>A tier that the caller leaves to the upstream could be a dearer one, as the operator's account there has it set.</summary>
public sealed class BaseTierTests
{
    private static string Sent(Protocol protocol, string body)
    {
        var request = RequestParser.Parse(Encoding.UTF8.GetBytes(body), protocol.Request).Value!;
        return Encoding.UTF8.GetString(Splice.Into(request.Body.Span, BaseTier.InsteadOfAuto(protocol, request)));
    }

    [Theory]
    [InlineData("auto", "default")]
    [InlineData("priority", "priority")]
    public void OpenAIs_tier_of_the_callers_choice(string asked, string sent)
    {
        Assert.Equal(
            $$"""{"model":"m","messages":["x"],"service_tier":"{{sent}}"}""",
            Sent(Protocol.Chat, $$"""{"model":"m","messages":["x"],"service_tier":"{{asked}}"}""")
        );
        Assert.Equal(
            $$"""{"model":"m","service_tier":"{{sent}}","input":"x"}""",
            Sent(Protocol.Responses, $$"""{"model":"m","service_tier":"{{asked}}","input":"x"}""")
        );
    }

    [Fact]
    public void Anthropics_has_another_name() =>
        Assert.Equal(
            """{"model":"m","max_tokens":9,"messages":["x"],"service_tier":"standard_only"}""",
            Sent(Protocol.Messages, """{"model":"m","max_tokens":9,"messages":["x"],"service_tier":"auto"}""")
        );

    [Fact]
    public void Without_one_nothing_changes() =>
        Assert.Equal("""{"model":"m","input":"x"}""", Sent(Protocol.Responses, """{"model":"m","input":"x"}"""));
}
