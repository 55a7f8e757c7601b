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

    /// <summary>OpenAI refuses members that it does not know.</summary>
    [Theory]
    [InlineData(
        """{"model":"m","messages":[1],"stream":true,"usage":{"include":true}}""",
        """{"stream_options":{"include_usage":true},"model":"m","messages":[1],"stream":true}"""
    )]
    [InlineData("""{"model":"m","messages":[1],"usage":{"include":true}}""", """{"model":"m","messages":[1]}""")]
    [InlineData("""{ "usage":{"include":true} , "model":"m","messages":[1]}""", """{  "model":"m","messages":[1]}""")]
    [InlineData(
        """{"usage":{"include":true},"stream":true,"model":"m","messages":[1]}""",
        """{"stream_options":{"include_usage":true},"stream":true,"model":"m","messages":[1]}"""
    )]
    [InlineData(
        """{"model":"m","stream":true,"stream_options":{"include_usage":false},"usage":{"include":true},"messages":[1]}""",
        """{"model":"m","stream":true,"stream_options":{"include_usage":true},"messages":[1]}"""
    )]
    [InlineData("""{"model":"m","messages":[1],"usage":1}""", """{"model":"m","messages":[1],"usage":1}""")]
    public void A_wish_for_usage_in_the_words_of_another_is_not_sent(string body, string expected) => Assert.Equal(expected, For(body));

    [Theory]
    [InlineData("gpt-5", """ "reasoning":{"effort":"high"} """, """ ,"reasoning_effort":"high" """)]
    [InlineData("gpt-5", """ "reasoning":{"max_tokens":2000,"exclude":true} """, """ ,"reasoning_effort":"low" """)]
    [InlineData("o4-mini", """ "thinking":{"type":"enabled","budget_tokens":9000} """, """ ,"reasoning_effort":"medium" """)]
    [InlineData("gpt-5", """ "reasoning":{"enabled":false} """, """ ,"reasoning_effort":"none" """)]
    [InlineData("gpt-5", """ "thinking":{"type":"adaptive"} """, "")]
    [InlineData("gpt-5", """ "reasoning_effort":"low","reasoning":{"effort":"high"} """, """ , "reasoning_effort":"low" """)]
    [InlineData(
        "gpt-5",
        """ "reasoning":{"effort":"high"},"thinking":{"type":"enabled","budget_tokens":1} """,
        """ ,"reasoning_effort":"high" """
    )]
    [InlineData("gpt-4.1-mini", """ "reasoning":{"effort":"high"},"usage":{"include":true} """, "")]
    [InlineData("deepseek-v4", """ "thinking":{"type":"enabled"},"usage":{"include":true} """, """ ,"thinking":{"type":"enabled"} """)]
    [InlineData("openai/gpt-5", """ "reasoning":{"effort":"high"} """, """ ,"reasoning":{"effort":"high"} """)]
    public void Reasoning_is_asked_of_a_model_of_OpenAI_in_its_own_words(string model, string asked, string sent)
    {
        static string Flat(string text) => text.Replace(" ", "", StringComparison.Ordinal);
        Assert.Equal(
            Flat($$"""{"model":"{{model}}","messages":[1]{{sent}}}"""),
            Flat(For($$"""{"model":"m","messages":[1],{{asked}}}""", model))
        );
    }

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
