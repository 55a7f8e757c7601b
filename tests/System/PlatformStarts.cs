using System.Net;
using Aspire.Hosting.Testing;
using Xunit;

namespace Platform.Tests.Stories;

[Collection(PlatformCollection.Name)]
public sealed class PlatformStarts(PlatformFixture platform)
{
    [Theory]
    [InlineData("accounts")]
    [InlineData("usage")]
    [InlineData("gateway")]
    [InlineData("dashboard")]
    [InlineData("fakeupstream")]
    public async Task Started_platform_every_service_is_healthy(string service)
    {
        using var client = platform.App.CreateHttpClient(service);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync(new Uri("/health", UriKind.Relative))).StatusCode);
    }
}
