using System.Net;
using System.Text;
using Xunit;

namespace Platform.Tests.Stories.Accounts;

/// <summary>All accounts share the operator's account at an upstream. Nothing of it is shared by them.</summary>
[Collection(PlatformCollection.Name)]
public sealed class TenantStories(PlatformFixture platform)
{
    [Fact]
    public async Task An_upstream_is_sent_listed_headers_only_and_none_that_cannot_be_sent()
    {
        var person = await Person.RegisterAsync(platform);
        using var client = new HttpClient(new SocketsHttpHandler { RequestHeaderEncodingSelector = static (_, _) => Encoding.UTF8 })
        {
            BaseAddress = platform.GatewayAddress,
        };
        using var request = Chat.Request(Chat.Body());
        request.Headers.Add("Authorization", "Bearer " + (await person.CreateKeyAsync()).Secret);
        request.Headers.Add("Idempotency-Key", "1234");
        request.Headers.Add("X-A", "caf\u00e9");
        request.Headers.TryAddWithoutValidation("User-Agent", "caf\u00e9");
        request.Headers.Add("OpenAI-Project", "proj_callers");
        request.Headers.Add("X-Stainless-Lang", "js");
        request.Headers.Add("Accept", "application/json");
        request.Headers.Add("x-fake-record", "true");
        using var response = await client.SendAsync(request);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var served = Assert.Single(await UpstreamTally.OfAsync(platform, response.RequestId()));
        Assert.Equal(
            ["accept", "authorization", "content-length", "content-type", "host", "traceparent", "x-fake-record", "x-request-id"],
            served.HeaderNames
        );
    }
}
