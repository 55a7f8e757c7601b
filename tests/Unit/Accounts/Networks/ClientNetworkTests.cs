using Platform.Accounts.Networks;
using Platform.Contracts;
using Xunit;

namespace Platform.Tests.Unit.Accounts.Networks;

public sealed class ClientNetworkTests
{
    [Theory]
    [InlineData("192.0.2.7", "192.0.2.7")]
    [InlineData("::ffff:192.0.2.7", "192.0.2.7")]
    [InlineData("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64")]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:2::/64")]
    [InlineData("2001:DB8:1:3::1", "2001:db8:1:3::/64")]
    [InlineData("fe80::1%3", "fe80::/64")]
    [InlineData("::1", "::/64")]
    [InlineData("unknown", "unknown")]
    [InlineData("192.0.2.7, 198.51.100.1", "unknown")]
    [InlineData("", "unknown")]
    public void An_address_belongs_to_a_network(string address, string network) => Assert.Equal(network, ClientNetwork.Parse(address).Text);

    [Fact]
    public void Without_the_header_it_is_a_service_of_ours()
    {
        var context = new DefaultHttpContext();
        Assert.True(ClientNetwork.Of(context).IsOwn);
        context.Request.Headers[ServiceHeaders.ClientAddress] = "";
        Assert.False(ClientNetwork.Of(context).IsOwn);
    }

    [Theory]
    [InlineData("192.0.2.7", "192.0.2.0/24")]
    [InlineData("::ffff:192.0.2.7", "192.0.2.0/24")]
    [InlineData("2001:db8:1:2:3:4:5:6", "2001:db8:1::/48")]
    [InlineData("nonsense", "unknown")]
    public void Only_the_prefix_of_a_network_is_kept_for_people(string address, string prefix) =>
        Assert.Equal(prefix, ClientNetwork.Parse(address).Prefix);

    [Fact]
    public void A_service_of_ours_has_no_prefix() => Assert.Null(ClientNetwork.Own.Prefix);
}
