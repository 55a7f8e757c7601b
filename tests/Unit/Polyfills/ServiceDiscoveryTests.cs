using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Platform.Tests.Unit.Polyfills;

public sealed class ServiceDiscoveryTests
{
    [Theory]
    [InlineData("http://accounts/keys?x=1", "http://localhost:8091/keys?x=1")]
    [InlineData("https+http://accounts/keys", "http://localhost:8091/keys")]
    [InlineData("https+http://both/", "https://localhost:8443/")]
    [InlineData("http://example.org/path", "http://example.org/path")]
    public async Task Service_name_becomes_its_address(string asked, string sent) => Assert.Equal([sent], await SendAsync(asked));

    [Fact]
    public async Task Replicas_take_turns()
    {
        var sent = await SendAsync("http://many/", "http://many/", "http://many/");
        Assert.Equal(2, sent.Distinct().Count());
        Assert.Equal(sent[0], sent[2]);
    }

    [Fact]
    public async Task Unknown_service_is_told_with_the_variable_to_set()
    {
        var refusal = await Assert.ThrowsAsync<InvalidOperationException>(() => SendAsync("https+http://nobody/"));
        Assert.Contains("services__nobody__http__0", refusal.Message, StringComparison.Ordinal);
    }

    /// <summary>What arrives at the network for requests to these addresses.</summary>
    private static async Task<string[]> SendAsync(params string[] addresses)
    {
        var network = new Network();
        var configuration = new ConfigurationManager
        {
            ["services:accounts:http:0"] = "http://localhost:8091",
            ["services:both:http:0"] = "http://localhost:8080",
            ["services:both:https:0"] = "https://localhost:8443",
            ["services:many:http:0"] = "http://localhost:1",
            ["services:many:http:1"] = "http://localhost:2",
        };
        var services = new ServiceCollection().AddSingleton<IConfiguration>(configuration);
        services.AddHttpClient("test").AddServiceDiscovery().ConfigurePrimaryHttpMessageHandler(() => network);
        await using var provider = services.BuildServiceProvider();
        using var client = provider.GetRequiredService<IHttpClientFactory>().CreateClient("test");
        foreach (var address in addresses)
            (await client.GetAsync(new Uri(address))).Dispose();
        return [.. network.Seen];
    }

    private sealed class Network : HttpMessageHandler
    {
        public List<string> Seen { get; } = [];

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Seen.Add(request.RequestUri!.ToString());
            return Task.FromResult(new HttpResponseMessage());
        }
    }
}
