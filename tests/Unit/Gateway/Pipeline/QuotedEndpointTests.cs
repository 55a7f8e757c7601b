using System.Text;
using Platform.Gateway.Errors;
using Platform.Gateway.Pipeline;
using Platform.Gateway.Protocols;
using Xunit;

namespace Platform.Tests.Unit.Gateway.Pipeline;

/// <summary>Which endpoint a body is for.</summary>
public sealed class QuotedEndpointTests
{
    [Theory]
    [InlineData("""{"model":"m","messages":[]}""", false, "/chat/completions", "body")]
    [InlineData("""{"model":"m","messages":[]}""", true, "/messages", "header")]
    [InlineData("""{"model":"m","messages":[],"max_tokens":5,"system":"Be brief"}""", false, "/messages", "body")]
    [InlineData("""{"model":"m","stop_sequences":["x"],"messages":[]}""", false, "/messages", "body")]
    [InlineData("""{"model":"m","input":"Hi"}""", false, "/responses", "body")]
    [InlineData("""{"input":"Hi","model":"m","prompt":{"id":"p"}}""", true, "/responses", "body")]
    [InlineData("""{"model":"embeds","input":"Hi"}""", false, "/embeddings", "model")]
    [InlineData("""{"input":["Hi"],"model":"embeds"}""", false, "/embeddings", "model")]
    [InlineData("""{"model":"m","prompt":"Hi"}""", false, "/completions", "body")]
    [InlineData("""{"model":"m"}""", false, "/chat/completions", "body")]
    [InlineData("""{"model":5,"input":1}""", false, "/responses", "body")]
    [InlineData("[]", false, "/chat/completions", "body")]
    [InlineData("{\"messages\":", false, "/chat/completions", "body")]
    [InlineData("", false, "/chat/completions", "body")]
    public void The_body_shows_its_endpoint(string body, bool isAnthropic, string path, string from)
    {
        var found = QuotedEndpoint.Of(
            Encoding.UTF8.GetBytes(body),
            isAnthropic,
            model => model == "embeds" ? [Protocol.Embeddings] : [Protocol.Chat, Protocol.Responses]
        );
        Assert.Equal((path, from), (found.Protocol.Path, found.From));
    }

    [Theory]
    [InlineData("/v1/messages", "/messages")]
    [InlineData("messages/count_tokens", "/messages/count_tokens")]
    [InlineData("/V1/Chat/Completions/", "/chat/completions")]
    [InlineData("embeddings", "/embeddings")]
    public void The_caller_may_name_it(string name, string path)
    {
        var found = QuotedEndpoint.Named(Request(name));
        Assert.Equal((path, "endpoint"), (found.Value.Protocol.Path, found.Value.From));
    }

    [Fact]
    public void A_name_that_is_none_is_refused_with_those_there_are()
    {
        Assert.True(QuotedEndpoint.Named(Request("/v1/images")).Found(out _, out var error) is false);
        Assert.Equal((400, "endpoint"), (error!.Status, error.Param));
        Assert.Equal(
            "endpoint must be one of /v1/chat/completions, /v1/responses, /v1/messages, /v1/messages/count_tokens, /v1/embeddings, "
                + "/v1/completions.",
            error.Message
        );
    }

    [Theory]
    [InlineData("/v1/messages", "Anthropic")]
    [InlineData("/v1/responses", "Responses")]
    [InlineData("/v1/embeddings", "OpenAI")]
    public void A_refused_quote_has_the_dialect_of_its_endpoint(string path, string dialect) =>
        Assert.Equal(dialect, Dialects.For(path, new HeaderDictionary()).ToString());

    private static HttpRequest Request(string endpoint) =>
        new DefaultHttpContext { Request = { QueryString = QueryString.Create("endpoint", endpoint) } }.Request;
}
