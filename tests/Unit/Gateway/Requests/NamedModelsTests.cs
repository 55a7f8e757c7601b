using System.Text;
using Platform.Gateway.Idempotency;
using Platform.Gateway.Protocols;
using Platform.Gateway.Requests;
using Xunit;

namespace Platform.Tests.Unit.Gateway.Requests;

public sealed class NamedModelsTests
{
    private static Protocol Of(string name) =>
        name switch
        {
            "messages" => Protocol.Messages,
            "responses" => Protocol.Responses,
            "completions" => Protocol.Completions,
            "count_tokens" => Protocol.CountTokens,
            _ => Protocol.Chat,
        };

    [Theory]
    [InlineData("chat", """{"model":"a","models":["a","b","c","b"],"messages":["x"]}""", """{"model":"a","messages":["x"]}""", "a", "b,c")]
    [InlineData("chat", """{"models":["a","b"],"messages":["x"]}""", """{"model":"a","messages":["x"]}""", "a", "b")]
    [InlineData("chat", """{"messages":["x"] , "models" : ["b"], "model":"a"}""", """{"messages":["x"] , "model":"a"}""", "a", "b")]
    [InlineData("chat", """{"messages":["x"],"model":"a","models":null}""", """{"messages":["x"],"model":"a"}""", "a", "")]
    [InlineData("chat", """{"models":[],"messages":["x"],"model":"a"}""", """{"messages":["x"],"model":"a"}""", "a", "")]
    [InlineData("responses", """{"models":["a","b"],"input":"x"}""", """{"model":"a","input":"x"}""", "a", "b")]
    [InlineData(
        "messages",
        """{"model":"a","max_tokens":1,"messages":["x"],"models":["b"]}""",
        """{"model":"a","max_tokens":1,"messages":["x"]}""",
        "a",
        "b"
    )]
    [InlineData("completions", """{"model":"a","models":["b"],"prompt":"x"}""", """{"model":"a","prompt":"x"}""", "a", "b")]
    [InlineData("count_tokens", """{"model":"a","models":["b"],"messages":["x"]}""", """{"model":"a","messages":["x"]}""", "a", "b")]
    [InlineData("chat", """{"models":["caf\u00e9","b"],"messages":["x"]}""", """{"model":"caf\u00E9","messages":["x"]}""", "café", "b")]
    // A text that speaks of it is none.
    [InlineData("chat", """{"model":"a","messages":["\"models\":[1]"]}""", """{"model":"a","messages":["\"models\":[1]"]}""", "a", "")]
    public void They_are_taken_out_of_the_body(string protocol, string body, string without, string model, string fallbacks)
    {
        Assert.True(RequestReader.Parse(Encoding.UTF8.GetBytes(body), Of(protocol)).Found(out var read, out var error), error?.Message);
        Assert.Equal(without, Encoding.UTF8.GetString(read.Request.Body.Span));
        Assert.Equal((model, fallbacks), (read.Request.Model, string.Join(',', read.Request.Fallbacks)));
    }

    [Theory]
    [InlineData("""{"model":"a","models":"b","messages":["x"]}""", "models must be a list of at most 8 names of models")]
    [InlineData("""{"model":"a","models":[1],"messages":["x"]}""", "models must be a list of at most 8 names of models")]
    [InlineData("""{"model":"a","models":[""],"messages":["x"]}""", "models must be a list of at most 8 names of models")]
    [InlineData("""{"model":"a","models":{"a":1},"messages":["x"]}""", "models must be a list of at most 8 names of models")]
    [InlineData(
        """{"model":"a","models":["1","2","3","4","5","6","7","8","9"],"messages":["x"]}""",
        "models must be a list of at most 8 names of models"
    )]
    [InlineData("""{"model":"a","models":["b"],"models":["c"],"messages":["x"]}""", "models stands in the body twice")]
    [InlineData("""{"model":"a","Models":["b"],"messages":["x"]}""", "Models is not a member of the body")]
    [InlineData("""{"models":[],"messages":["x"]}""", "model is missing")]
    [InlineData("""{"model":"a","models":["b"],"messages":[""", "not valid JSON")]
    public void What_is_wrong_with_them_is_said(string body, string message)
    {
        var error = RequestReader.Parse(Encoding.UTF8.GetBytes(body), Protocol.Chat).Error;
        Assert.Contains(message, error!.Message, StringComparison.Ordinal);
    }

    /// <summary>A request under the same Idempotency-Key that names others is another.</summary>
    [Fact]
    public void The_names_are_a_part_of_what_is_asked()
    {
        string Fingerprint(string models) =>
            IdempotencyClaim.FingerprintFor(
                "/v1/chat/completions",
                RequestReader
                    .Parse(Encoding.UTF8.GetBytes($$"""{"model":"a","models":{{models}},"messages":["x"]}"""), Protocol.Chat)
                    .Value.Request
            );
        Assert.Equal(Fingerprint("""["b"]"""), Fingerprint("""["a", "b"]"""));
        Assert.NotEqual(Fingerprint("""["b"]"""), Fingerprint("""["c"]"""));
        Assert.NotEqual(Fingerprint("""["b"]"""), Fingerprint("[]"));
    }
}
