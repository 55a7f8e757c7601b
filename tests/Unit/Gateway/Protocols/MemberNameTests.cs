using System.Text;
using Platform.Gateway.Protocols;
using Xunit;

namespace Platform.Tests.Unit.Gateway.Protocols;

/// <summary>A provider may read members without regard to their letter case; then it would be asked for what the gateway did not see.</summary>
public sealed class MemberNameTests
{
    [Theory]
    [InlineData("Model", "model")]
    [InlineData("N", "n")]
    [InlineData("Stream", "stream")]
    [InlineData("MAX_TOKENS", "max_tokens")]
    [InlineData("Max_Completion_Tokens", "max_completion_tokens")]
    [InlineData("Messages", "messages")]
    [InlineData("Stream_Options", "stream_options")]
    [InlineData("Service_Tier", "service_tier")]
    [InlineData("\\u004eodel", null)]
    [InlineData("\\u004dodel", "model")]
    [InlineData("\u017Ftream", "stream")]
    [InlineData("max_to\u212Aens", "max_tokens")]
    [InlineData("ToolChoice", null)]
    [InlineData("providerOptions", null)]
    [InlineData("max-tokens", null)]
    [InlineData("\\u0074emperature", null)]
    public void A_member_that_matters_is_refused_in_other_letter_case(string name, string? meant)
    {
        var body = $$"""{"model":"m","messages":[1],"{{name}}":1}""";
        var error = RequestParser.Parse(Encoding.UTF8.GetBytes(body), Protocol.Chat.Request).Error;
        Assert.Equal(meant is null, error is null);
        if (meant is not null)
            Assert.EndsWith($"Write {meant}.", error!.Message, StringComparison.Ordinal);
    }
}
