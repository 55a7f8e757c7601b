using System.Text;
using Platform.Gateway.Sockets;
using Xunit;

namespace Platform.Tests.Unit.Gateway.Sockets;

public sealed class CreateEventTests
{
    private static CreateEvent? Read(string message) => CreateEvent.From(Encoding.UTF8.GetBytes(message));

    [Theory]
    [InlineData("""{"type":"response.create","model":"m","input":"Hi"}""", """{"stream":true,"model":"m","input":"Hi"}""", null, false)]
    [InlineData(
        """{ "model":"m" , "stream_id":"agent_1.a-b","generate":true,"stream":false,"input":[ {"a":[1]} ],"type":"response.create" }""",
        """{"stream":true,"model":"m","input":[ {"a":[1]} ]}""",
        "agent_1.a-b",
        false
    )]
    [InlineData("""{"type":"response.create","generate":false,"input":"Hi"}""", """{"stream":true,"input":"Hi"}""", null, true)]
    [InlineData("""{"type":"response.create","stream_id":null,"x":null}""", """{"stream":true,"x":null}""", null, false)]
    [InlineData(
        """{"type":"response.create","input":[ ],"previous_response_id":"r"}""",
        """{"stream":true,"previous_response_id":"r"}""",
        null,
        false
    )]
    [InlineData(
        """{"type":"response.create","input":[],"previous_response_id":null}""",
        """{"stream":true,"previous_response_id":null,"input":[]}""",
        null,
        false
    )]
    [InlineData("""{"\u0074ype":"response\u002ecreate","x":1}""", """{"stream":true,"x":1}""", null, false)]
    public void A_create_is_the_body_of_a_request_that_streams(string message, string body, string? streamId, bool warmsUp)
    {
        var create = Read(message)!;
        Assert.Equal((body, streamId, warmsUp), (Encoding.UTF8.GetString(create.Body.Value.Span), create.StreamId, create.WarmsUp));
    }

    /// <summary>What is twice in it stays, for the parser to refuse.</summary>
    [Fact]
    public void No_member_of_the_request_is_lost() =>
        Assert.Equal(
            """{"stream":true,"model":"a","model":"b"}""",
            Encoding.UTF8.GetString(Read("""{"model":"a","type":"response.create","model":"b"}""")!.Body.Value.Span)
        );

    [Fact]
    public void An_acknowledgement_wants_no_answer() => Assert.Null(Read("""{"type":"response.processed","response_id":"resp_1"}"""));

    [Theory]
    [InlineData("", "invalid_request_error", null, "line 1, byte 1")]
    [InlineData("nothing", "invalid_request_error", null, "not valid JSON")]
    [InlineData("""{"type":"response.create"} x""", "invalid_request_error", null, "not valid JSON")]
    [InlineData("[]", "invalid_request_error", null, "not a JSON object")]
    [InlineData("""{"model":"m"}""", "invalid_request_error", "type", "type is missing")]
    [InlineData("""{"type":"response.cancel"}""", "invalid_request_error", "type", "not one that is known")]
    [InlineData("""{"type":1}""", "invalid_request_error", "type", "not one that is known")]
    [InlineData("""{"type":"response.create","type":"response.create"}""", "invalid_request_error", "type", "twice")]
    [InlineData("""{"stream_id":"a","stream_id":"b"}""", "invalid_request_error", "stream_id", "twice")]
    [InlineData("""{"type":"response.create","stream_id":""}""", "invalid_stream_id", "stream_id", "1 to 256")]
    [InlineData("""{"type":"response.create","stream_id":"a b"}""", "invalid_stream_id", "stream_id", "1 to 256")]
    [InlineData("""{"type":"response.create","stream_id":7}""", "invalid_stream_id", "stream_id", "1 to 256")]
    [InlineData("""{"type":"response.create","stream_id":{"a":1}}""", "invalid_stream_id", "stream_id", "1 to 256")]
    public void What_is_wrong_is_said(string message, string code, string? param, string part)
    {
        var error = Read(message)!.Body.Error!;
        Assert.Equal((400, code, param), (error.Status, error.Code, error.Param));
        Assert.Contains(part, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_stream_id_has_at_most_256_characters()
    {
        Assert.Null(Read($$"""{"type":"response.create","stream_id":"{{new string('a', 256)}}"}""")!.Body.Error);
        Assert.NotNull(Read($$"""{"type":"response.create","stream_id":"{{new string('a', 257)}}"}""")!.Body.Error);
    }

    /// <summary>An error is told in the lane that it concerns.</summary>
    [Fact]
    public void What_is_wrong_behind_the_stream_id_is_of_that_stream() =>
        Assert.Equal("main", Read("""{"stream_id":"main","type":"response.stop"}""")!.StreamId);
}
