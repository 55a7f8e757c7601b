using System.Text;
using Platform.Contracts;
using Platform.Gateway.Errors;
using Platform.Gateway.Protocols;
using Platform.Gateway.Translation;
using Xunit;

namespace Platform.Tests.Unit.Gateway.Protocols;

/// <summary>Requests of the protocols other than chat, and where they go.</summary>
public sealed class RequestShapeTests
{
    private static StepResult<InferenceRequest> Parse(Protocol protocol, string json) =>
        RequestParser.Parse(Encoding.UTF8.GetBytes(json), protocol.Request);

    private static Protocol Of(string path) => Protocol.All.Single(protocol => protocol.Path == path);

    [Theory]
    [InlineData("/responses", """{"model":"m","input":"Hi","instructions":"Be","tools":[1],"max_output_tokens":9}""", 11, 9L)]
    [InlineData("/responses", """{"model":"m","input":"Hi","text":{"a":1},"prompt":{"b":2}}""", 18, null)]
    [InlineData("/messages", """{"model":"m","system":"Be","messages":[{}],"max_tokens":9}""", 8, 9L)]
    [InlineData("/messages", """{"model":"m","messages":[{}],"output_config":{"a":1},"max_tokens":9}""", 11, 9L)]
    [InlineData("/messages/count_tokens", """{"model":"m","messages":[{}]}""", 4, null)]
    [InlineData(
        "/chat/completions",
        """{"model":"m","messages":[1],"tools":[2],"functions":[3],"response_format":{"a":1},"prediction":{"b":2},"user":"u","stop":null}""",
        23,
        null
    )]
    [InlineData("/chat/completions", """{"model":"m","messages":[1],"max_tokens":1,"max_completion_tokens":20000}""", 3, 20_000L)]
    [InlineData("/embeddings", """{"model":"m","input":["Hi"]}""", 6, null)]
    [InlineData("/completions", """{"model":"m","prompt":"Hi","max_tokens":3,"n":1,"best_of":4}""", 4, 3L)]
    public void The_prompt_and_the_limit_are_read(string path, string json, long promptBytes, long? limit)
    {
        var request = Parse(Of(path), json).Value!;
        Assert.Equal((promptBytes, limit, path == "/completions" ? 4 : 1), (request.PromptBytes, request.MaxOutputTokens, request.Choices));
    }

    [Theory]
    [InlineData("/responses", """{"model":"m"}""", "input")]
    [InlineData("/responses", """{"model":"m","input":5}""", "input")]
    [InlineData("/responses", """{"model":"m","input":"a","input":"b"}""", "input")]
    [InlineData("/responses", """{"model":"m","input":"a","max_output_tokens":0}""", "max_output_tokens")]
    [InlineData("/responses", """{"model":"m","input":"a","previous_response_id":7}""", "previous_response_id")]
    [InlineData("/responses", """{"model":"m","input":"a","store":"yes"}""", "store")]
    [InlineData("/messages", """{"model":"m","messages":[{}]}""", "max_tokens")]
    [InlineData("/messages", """{"model":"m","max_tokens":5,"messages":"Hi"}""", "messages")]
    [InlineData("/embeddings", """{"model":"m","input":""}""", "input")]
    [InlineData("/completions", """{"model":"m","prompt":"a","best_of":0}""", "best_of")]
    public void What_is_wrong_is_named(string path, string json, string field) => Assert.Equal(field, Parse(Of(path), json).Error!.Param);

    [Theory]
    [InlineData("""{"model":"m","input":"a"}""", true)]
    [InlineData("""{"model":"m","input":"a","store":null}""", true)]
    [InlineData("""{"model":"m","input":"a","store":false}""", false)]
    public void A_response_is_kept_unless_the_client_says_no(string json, bool kept) =>
        Assert.Equal(kept, Parse(Protocol.Responses, json).Value!.Store);

    [Theory]
    [InlineData("/chat/completions", "openai-chat,anthropic-messages", "openai-chat")]
    [InlineData("/chat/completions", "openai-responses,anthropic-messages", "anthropic-messages")]
    [InlineData("/responses", "anthropic-messages,openai-chat", "openai-chat")]
    [InlineData("/responses", "anthropic-messages", "anthropic-messages")]
    [InlineData("/messages", "openai-responses", "openai-responses")]
    [InlineData("/messages/count_tokens", "openai-chat", null)]
    [InlineData("/embeddings", "openai-chat,openai-embeddings", "openai-embeddings")]
    [InlineData("/completions", "openai-chat", null)]
    public void A_route_is_asked_in_the_callers_protocol_or_the_nearest(string path, string spoken, string? asked) =>
        Assert.Equal(asked, Routing.For(Of(path), new ModelRoute("u", "m", spoken.Split(','), new Price(1, 1, 1)))?.Name);

    [Fact]
    public void Every_pair_of_conversations_can_be_translated()
    {
        Protocol[] conversations = [Protocol.Chat, Protocol.Responses, Protocol.Messages];
        foreach (var caller in conversations)
        foreach (var upstream in conversations)
            Assert.Equal(caller == upstream, Translations.Between(caller, upstream, new("req_1", "m", default, 1)) is null);
    }
}
