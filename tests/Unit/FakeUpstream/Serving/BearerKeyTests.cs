using System.Text;
using Microsoft.Extensions.Options;
using Platform.FakeUpstream.Serving;
using Xunit;

namespace Platform.Tests.Unit.FakeUpstream.Serving;

public sealed class BearerKeyTests
{
    private const string Key = "fake-upstream-key";

    [Theory]
    [InlineData("/v1/chat/completions", "Authorization", "Bearer " + Key, 200)]
    [InlineData("/v1/messages", "Authorization", "Bearer " + Key, 200)]
    [InlineData("/v1/messages", "x-api-key", Key, 200)]
    [InlineData("/v1/messages/count_tokens", "x-api-key", Key, 200)]
    [InlineData("/v1/messages", "x-api-key", "another-key-altogether", 401)]
    [InlineData("/v1/chat/completions", "x-api-key", Key, 401)]
    [InlineData("/tally", "Authorization", "", 200)]
    public async Task A_key_is_taken_where_its_protocol_sends_it(string path, string header, string value, int status) =>
        Assert.Equal(status, (await Present(path, header, value)).Response.StatusCode);

    [Fact]
    public async Task A_wrong_key_is_refused_in_the_callers_protocol()
    {
        var http = await Present("/v1/messages", "x-api-key", "another-key-altogether");

        Assert.Equal(
            """{"type":"error","error":{"type":"authentication_error","message":"Incorrect API key provided: ***ther."},"request_id":""}""",
            Encoding.UTF8.GetString(((MemoryStream)http.Response.Body).ToArray())
        );
    }

    private static async Task<HttpContext> Present(string path, string header, string value)
    {
        var http = new DefaultHttpContext
        {
            Request = { Path = path, Headers = { [header] = value } },
            Response = { Body = new MemoryStream() },
        };
        await new BearerKey(_ => Task.CompletedTask, Options.Create(new FakeUpstreamOptions())).InvokeAsync(http);
        return http;
    }
}
