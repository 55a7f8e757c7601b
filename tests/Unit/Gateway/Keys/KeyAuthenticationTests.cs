using System.Net;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Platform.Contracts;
using Platform.Gateway.Keys;
using Platform.ServiceDefaults.Proxies;
using Xunit;

namespace Platform.Tests.Unit.Gateway.Keys;

/// <summary>Wrong keys count against the network address that sends them, and cost Accounts nothing beyond a limit.</summary>
public sealed class KeyAuthenticationTests : IDisposable
{
    private const int PerMinute = 10;

    private readonly FakeTimeProvider time = new();
    private readonly AccountsFake accounts = new();
    private readonly KeyAuthentication keys;

    public KeyAuthenticationTests()
    {
        var client = new KeyServiceClient(new HttpClient(accounts) { BaseAddress = new Uri("http://accounts") });
        keys = new KeyAuthentication(new KeyCache(client, time), Options.Create(new KeyOptions { WrongKeysPerMinute = PerMinute }), time);
    }

    public void Dispose() => accounts.Dispose();

    [Fact]
    public async Task Unknown_keys_of_one_address_are_asked_for_up_to_a_limit_and_then_told_to_wait()
    {
        for (var i = 0; i < PerMinute; i++)
            Assert.Equal((401, null), await AskAsync(ApiKey.Create()));
        Assert.Equal((429, TimeSpan.FromSeconds(6)), await AskAsync(ApiKey.Create()));
        Assert.Equal((429, TimeSpan.FromSeconds(6)), await AskAsync(null));
        Assert.Equal(PerMinute, accounts.Asked);
        Assert.Equal((401, null), await AskAsync(ApiKey.Create(), "203.0.113.8"));
        time.Advance(TimeSpan.FromSeconds(6));
        Assert.Equal((401, null), await AskAsync(ApiKey.Create()));
    }

    [Fact]
    public async Task A_key_that_was_in_force_lately_goes_on_while_its_address_is_limited()
    {
        var good = accounts.Known = ApiKey.Create();
        Assert.Equal((200, null), await AskAsync(good));
        for (var i = 0; i <= PerMinute; i++)
            await AskAsync(null);
        time.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(429, (await AskAsync(ApiKey.Create())).Status);
        Assert.Equal((200, null), await AskAsync(good));
        Assert.Equal(2, accounts.Asked);
    }

    [Theory]
    [InlineData("203.0.113.7", "::ffff:203.0.113.7", true)]
    [InlineData("203.0.113.7", "203.0.113.8", false)]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", true)]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:3::1", false)]
    public void Addresses_of_one_household_have_one_name(string one, string other, bool same) =>
        Assert.Equal(same, NetworkAddress.NameOf(IPAddress.Parse(one)) == NetworkAddress.NameOf(IPAddress.Parse(other)));

    private async Task<(int Status, TimeSpan? RetryAfter)> AskAsync(ApiKey? key, string address = "203.0.113.7")
    {
        var http = new DefaultHttpContext();
        http.Connection.RemoteIpAddress = IPAddress.Parse(address);
        if (key is not null)
            http.Request.Headers.Authorization = "Bearer " + key.Text;
        return (await keys.IdentifyAsync(http)).Found(out _, out var error) ? (200, null) : (error.Status, error.RetryAfter);
    }

    private sealed class AccountsFake : HttpMessageHandler
    {
        public ApiKey? Known { get; set; }

        public int Asked { get; private set; }

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Asked++;
            var asked = await request.Content!.ReadFromJsonAsync(ContractsJson.Default.VerifyKeyRequest, cancellationToken);
            return asked!.Hash == Known?.Hash
                ? new HttpResponseMessage { Content = JsonContent.Create(Facts, ContractsJson.Default.KeyFacts) }
                : new HttpResponseMessage(HttpStatusCode.NotFound);
        }

        private static KeyFacts Facts { get; } = new("key", "budget", Guid.CreateVersion7(), "tests", KeyStatus.Active, null, null, null);
    }
}
