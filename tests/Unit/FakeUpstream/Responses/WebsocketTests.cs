using Platform.FakeUpstream.Responses;
using Xunit;

namespace Platform.Tests.Unit.FakeUpstream.Responses;

public sealed class WebsocketTests
{
    [Theory]
    [InlineData("websocket", 426)]
    [InlineData(null, 404)]
    public async Task A_websocket_is_refused_with_the_advice_to_use_http(string? upgrade, int status)
    {
        var http = new DefaultHttpContext();
        http.Request.Method = "GET";
        http.Request.Path = "/v1/responses";
        http.Request.Headers.Upgrade = upgrade;

        await ResponsesApi.Upgrade(http);

        Assert.Equal(status, http.Response.StatusCode);
    }
}
