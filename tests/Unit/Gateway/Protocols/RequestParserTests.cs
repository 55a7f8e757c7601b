using System.Text;
using Platform.Gateway.Errors;
using Platform.Gateway.Protocols;
using Xunit;

namespace Platform.Tests.Unit.Gateway.Protocols;

public sealed class RequestParserTests
{
    private static StepResult<InferenceRequest> Parse(string json) => RequestParser.Parse(Encoding.UTF8.GetBytes(json), RequestShape.Chat);

    [Fact]
    public void A_usual_body_has_all_that_the_pipeline_needs()
    {
        const string body =
            """{ "model":"gpt-4.1-mini","messages":[{"role":"user","content":"hi"}],"stream":true,"max_tokens":50,"n":2,"unknown":{"a":[1]}}""";
        var request = Parse(body).Value!;
        Assert.Equal("gpt-4.1-mini", request.Model);
        Assert.Equal("\"gpt-4.1-mini\"", body[request.ModelAt]);
        Assert.True(request.Stream);
        Assert.False(request.IncludeUsage);
        Assert.Equal(50, request.MaxOutputTokens);
        Assert.Equal(2, request.Choices);
        Assert.Equal("""[{"role":"user","content":"hi"}]""".Length, request.PromptBytes);
    }

    /// <summary>What limits a request and what costs may stand behind any member.</summary>
    [Theory]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("""{"include_usage":null}""")]
    [InlineData("""{"include_usage":true,"include_obfuscation":null}""")]
    [InlineData("""{"a":[null],"include_usage":false}""")]
    public void Nothing_hides_behind_the_options_of_a_stream(string options)
    {
        var request = Parse(
            $$"""{"model":"m","messages":[1],"stream_options":{{options}},"n":7,"max_tokens":9,"service_tier":"priority","tools":[{"type":"web_search"}]}"""
        ).Value!;
        Assert.Equal((7, 9L, 1, 1), (request.Choices, request.MaxOutputTokens, request.PricedMembers.Count, request.HostedTools.Count));
        Assert.NotNull(Parse($$"""{"model":"m","messages":[1],"stream_options":{{options}},"n":7,"n":1}""").Error);
        Assert.NotNull(Parse($$"""{"model":"m","messages":[1],"stream_options":{{options}} """).Error);
    }

    /// <summary>As OpenRouter's clients ask for it.</summary>
    [Theory]
    [InlineData("""{"include":true}""", true)]
    [InlineData("""{"include":false}""", false)]
    [InlineData("{}", false)]
    public void Usage_may_be_asked_for_by_a_member_of_its_own(string usage, bool isWanted)
    {
        var request = Parse($$"""{"model":"m","messages":[1],"stream":true,"usage":{{usage}}}""").Value!;
        Assert.Equal((isWanted, false), (request.IncludeUsage, request.AsksForUsage));
    }

    [Fact]
    public void The_larger_of_two_output_limits_counts() =>
        Assert.Equal(9, Parse("""{"model":"m","messages":[1],"max_tokens":9,"max_completion_tokens":7}""").Value!.MaxOutputTokens);

    [Fact]
    public void A_limit_of_null_is_no_limit() =>
        Assert.Null(Parse("""{"model":"m","messages":[1],"max_tokens":null}""").Value!.MaxOutputTokens);

    [Theory]
    [InlineData("""{"model":"a","messages":[1],"model":"b"}""", "model")]
    [InlineData("""{"model":"a","messages":[1],"messages":[2]}""", "messages")]
    [InlineData("""{"model":"a","messages":[1],"max_tokens":1,"max_tokens":2}""", "max_tokens")]
    [InlineData("""{"model":"a","messages":[1],"stream":null,"stream":true}""", "stream")]
    [InlineData("""{"model":"a","messages":[1],"n":1,"\u006e":9}""", "n")]
    [InlineData(
        """{"model":"a","messages":[1],"stream_options":{"include_usage":true,"include_usage":false}}""",
        "stream_options.include_usage"
    )]
    public void A_member_that_decides_the_bill_may_not_stand_twice(string body, string param)
    {
        var error = Parse(body).Error!;
        Assert.Equal((400, "invalid_request_error", param), (error.Status, error.Code, error.Param));
        Assert.Contains("twice", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", null)]
    [InlineData("[]", null)]
    [InlineData("{\"model\":", null)]
    [InlineData("""{"model":"m","messages":[1]} trailing""", null)]
    [InlineData("""{"messages":[1]}""", "model")]
    [InlineData("""{"model":"","messages":[1]}""", "model")]
    [InlineData("""{"model":7,"messages":[1]}""", "model")]
    [InlineData("""{"model":"m"}""", "messages")]
    [InlineData("""{"model":"m","messages":[]}""", "messages")]
    [InlineData("""{"model":"m","messages":"hi"}""", "messages")]
    [InlineData("""{"model":"m","messages":[1],"stream":"yes"}""", "stream")]
    [InlineData("""{"model":"m","messages":[1],"max_tokens":0}""", "max_tokens")]
    [InlineData("""{"model":"m","messages":[1],"max_tokens":1.5}""", "max_tokens")]
    [InlineData("""{"model":"m","messages":[1],"n":0}""", "n")]
    [InlineData("""{"model":"m","messages":[1],"stream_options":7}""", "stream_options")]
    public void A_wrong_body_is_refused_with_the_field_at_fault(string body, string? param)
    {
        var (request, error) = (Parse(body).Value, Parse(body).Error);
        Assert.Null(request);
        Assert.Equal((400, param), (error!.Status, error.Param));
    }

    [Theory]
    [InlineData("""{"model":"\ud800","messages":[1]}""", "model")]
    [InlineData("""{"model":"gpt\udc00","messages":[1]}""", "model")]
    [InlineData("""{"model":"m","messages":[1],"\ud800":1}""", null)]
    public void Half_a_character_is_refused_with_its_field(string body, string? param)
    {
        var error = Parse(body).Error!;
        Assert.Equal((400, "invalid_request_error", param), (error.Status, error.Code, error.Param));
        Assert.Contains("lone surrogate such as \\ud800", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Half_a_character_in_the_id_of_an_earlier_response_is_refused() =>
        Assert.Equal(
            "previous_response_id",
            RequestParser
                .Parse("""{"model":"m","input":"hi","previous_response_id":"\ud800"}"""u8.ToArray(), RequestShape.Responses)
                .Error!.Param
        );

    [Theory]
    [InlineData(new byte[] { 0xFF, 0xFE }, "model")]
    [InlineData(new byte[] { 0xFF, 0xFE }, "content")]
    [InlineData(new byte[] { 0xC3 }, "model")]
    [InlineData(new byte[] { 0xED, 0xA0, 0x80 }, "model")]
    public void A_body_that_is_not_UTF_8_is_refused(byte[] bytes, string member)
    {
        byte[] body = [.. Encoding.UTF8.GetBytes($"{{\"{member}\":\""), .. bytes, .. "\"}"u8];
        var error = RequestParser.Parse(body, RequestShape.Chat).Error!;
        Assert.Equal((400, "invalid_request_error", null), (error.Status, error.Code, error.Param));
        Assert.Contains("not UTF-8", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_body_in_the_shape_of_the_responses_api_is_recognised() =>
        Assert.Contains("Responses", Parse("""{"model":"m","input":"hi"}""").Error!.Message, StringComparison.Ordinal);
}
