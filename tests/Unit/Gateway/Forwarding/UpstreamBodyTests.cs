using System.Text;
using Platform.Contracts;
using Platform.Gateway.Forwarding;
using Platform.Gateway.Protocols;
using Xunit;

namespace Platform.Tests.Unit.Gateway.Forwarding;

public sealed class UpstreamBodyTests
{
    private static string For(string body, string upstreamModel = "m")
    {
        var request = RequestParser.Parse(Encoding.UTF8.GetBytes(body), RequestShape.Chat).Value!;
        return Encoding.UTF8.GetString(
            UpstreamBody.For(request, new ModelRoute("primary", upstreamModel, ["openai-chat"], new Price(1, 1, 1))).Span
        );
    }

    [Fact]
    public void Without_a_stream_and_with_the_same_name_not_a_byte_changes()
    {
        var bytes = Encoding.UTF8.GetBytes("""{ "model" : "m", "messages":[1], "extra":"\u00e9" }""");
        var request = RequestParser.Parse(bytes, RequestShape.Chat).Value!;
        Assert.Equal(request.Body, UpstreamBody.For(request, new ModelRoute("primary", "m", ["openai-chat"], new Price(1, 1, 1))));
    }

    [Fact]
    public void Another_name_upstream_replaces_only_the_name() =>
        Assert.Equal("""{"messages":[1],"model":"vendor/x","z":1}""", For("""{"messages":[1],"model":"m","z":1}""", "vendor/x"));

    [Theory]
    [InlineData(
        """{"model":"m","messages":[1],"stream":true}""",
        """{"stream_options":{"include_usage":true},"model":"m","messages":[1],"stream":true}"""
    )]
    [InlineData(
        """{"model":"m","messages":[1],"stream":true,"stream_options":null}""",
        """{"model":"m","messages":[1],"stream":true,"stream_options":{"include_usage":true}}"""
    )]
    [InlineData(
        """{"model":"m","messages":[1],"stream":true,"stream_options":{ }}""",
        """{"model":"m","messages":[1],"stream":true,"stream_options":{"include_usage":true }}"""
    )]
    [InlineData(
        """{"model":"m","messages":[1],"stream":true,"stream_options":{"x":1}}""",
        """{"model":"m","messages":[1],"stream":true,"stream_options":{"include_usage":true,"x":1}}"""
    )]
    [InlineData(
        """{"model":"m","messages":[1],"stream":true,"stream_options":{"include_usage":false,"x":1}}""",
        """{"model":"m","messages":[1],"stream":true,"stream_options":{"include_usage":true,"x":1}}"""
    )]
    [InlineData(
        """{"model":"m","messages":[1],"stream":true,"stream_options":{"include_usage":true}}""",
        """{"model":"m","messages":[1],"stream":true,"stream_options":{"include_usage":true}}"""
    )]
    public void Usage_is_always_asked_of_a_stream(string body, string expected) => Assert.Equal(expected, For(body));

    [Theory]
    [InlineData("max_completion_tokens", """{"model":"m","messages":[1]}""", """{"max_completion_tokens":77,"model":"m","messages":[1]}""")]
    [InlineData("max_tokens", """{"model":"m","messages":[1]}""", """{"max_tokens":77,"model":"m","messages":[1]}""")]
    [InlineData(
        "max_tokens",
        """{"model":"m","messages":[{"max_tokens":null}],"max_tokens": null ,"x":1}""",
        """{"model":"m","messages":[{"max_tokens":null}],"max_tokens": 77 ,"x":1}"""
    )]
    public void A_limit_of_ours_stands_in_the_body_once(string field, string body, string expected)
    {
        var request = RequestParser.Parse(Encoding.UTF8.GetBytes(body), RequestShape.Chat).Value!;
        var route = new ModelRoute("primary", "m", ["openai-chat"], new Price(1, 1, 1));
        Assert.Equal(expected, Encoding.UTF8.GetString(UpstreamBody.For(request, route, 77, field).Span));
    }

    [Theory]
    [InlineData(
        """{"model":"m","messages":[1],"stream":true}""",
        """{"stream_options":{"include_usage":true},"model":"longer","messages":[1],"stream":true}"""
    )]
    [InlineData(
        """{"stream_options":{},"messages":[1],"stream":true,"model":"m"}""",
        """{"stream_options":{"include_usage":true},"messages":[1],"stream":true,"model":"longer"}"""
    )]
    public void Both_changes_keep_their_order(string body, string expected) => Assert.Equal(expected, For(body, "longer"));
}
