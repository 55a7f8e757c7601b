using Platform.FakeUpstream.Tally;
using Xunit;

namespace Platform.Tests.Unit.FakeUpstream.Chat;

public sealed class ChatRefusalTests
{
    private const string Messages = "\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]";

    [Theory]
    [InlineData(
        "{",
        """{"error":{"message":"We could not parse the JSON body of your request. It must be one JSON object, sent as application/json.","type":"invalid_request_error","param":null,"code":null}}"""
    )]
    [InlineData(
        "{" + Messages + "}",
        """{"error":{"message":"you must provide a model parameter","type":"invalid_request_error","param":null,"code":null}}"""
    )]
    [InlineData(
        """{"model":"gpt-4.1"}""",
        """{"error":{"message":"Missing required parameter: 'messages'.","type":"invalid_request_error","param":"messages","code":"missing_required_parameter"}}"""
    )]
    [InlineData(
        """{"model":"gpt-4.1","messages":[{}]}""",
        """{"error":{"message":"Missing required parameter: 'messages[0].role'.","type":"invalid_request_error","param":"messages[0].role","code":"missing_required_parameter"}}"""
    )]
    [InlineData(
        """{"model":"gpt-4.1","stream":1,""" + Messages + "}",
        """{"error":{"message":"Invalid type for 'stream': expected a boolean, but got a number instead.","type":"invalid_request_error","param":"stream","code":"invalid_type"}}"""
    )]
    [InlineData(
        """{"model":"gpt-4.1","max_tokens":0,""" + Messages + "}",
        """{"error":{"message":"Invalid 'max_tokens': expected a value >= 1, but got 0 instead.","type":"invalid_request_error","param":"max_tokens","code":"integer_below_min_value"}}"""
    )]
    [InlineData(
        """{"model":"gpt-4.1","stream_options":{"include_usage":true},""" + Messages + "}",
        """{"error":{"message":"The 'stream_options' parameter is only allowed when 'stream' is enabled.","type":"invalid_request_error","param":"stream_options","code":null}}"""
    )]
    public async Task A_wrong_body_is_refused_as_by_OpenAI(string body, string error)
    {
        var asked = await Conversation.Ask(body);

        Assert.Equal((400, error), (asked.Http.Response.StatusCode, asked.Text));
        Assert.Equal(Outcome.Failed, asked.Served.Outcome);
    }

    [Fact]
    public async Task An_unknown_model_is_not_found()
    {
        var asked = await Conversation.Ask("""{"model":"gpt-9",""" + Messages + "}");

        Assert.Equal(
            (
                404,
                """{"error":{"message":"The model `gpt-9` does not exist or you do not have access to it.","type":"invalid_request_error","param":null,"code":"model_not_found"}}"""
            ),
            (asked.Http.Response.StatusCode, asked.Text)
        );
        Assert.Equal("gpt-9", asked.Served.Model);
    }

    [Fact]
    public async Task A_scripted_status_comes_with_its_retry_after()
    {
        var asked = await Conversation.Ask("""{"model":"fake-429","stream":true,""" + Messages + "}");

        Assert.Equal(
            (
                429,
                "1",
                """{"error":{"message":"Rate limit reached for fake-429 on requests per min. Please try again later.","type":"requests","param":null,"code":"rate_limit_exceeded"}}"""
            ),
            (asked.Http.Response.StatusCode, asked.Http.Response.Headers.RetryAfter.ToString(), asked.Text)
        );
    }

    [Fact]
    public async Task The_tally_holds_the_body_on_request_and_never_a_credential()
    {
        var body = """{"model":"gpt-4.1",""" + Messages + "}";
        var asked = await Conversation.Ask(body, ("x-fake-record", "true"), ("Authorization", "sk-secret"), ("x-request-id", "r1"));

        Assert.Equal((body, "other", "r1"), (asked.Served.RequestBody, asked.Served.AuthorizationScheme, asked.Served.RequestId));
        Assert.Equal(["authorization", "x-fake-record", "x-request-id"], asked.Served.HeaderNames);
        Assert.DoesNotContain("sk-secret", asked.Served.ToString(), StringComparison.Ordinal);
    }
}
