using System.Net;
using System.Net.Sockets;

namespace Platform.ServiceDefaults.Proxies;

/// <summary>
/// The name under which a network address is counted. Of IPv6 that is its first 64 bits: a household has all addresses behind them.
/// </summary>
public static class NetworkAddress
{
    private const int PrefixBytes = 8;

    public static string NameOf(IPAddress? address)
    {
        if (address is null)
            return "";
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        return address.AddressFamily == AddressFamily.InterNetworkV6
            ? Convert.ToHexString(address.GetAddressBytes().AsSpan(0, PrefixBytes))
            : address.ToString();
    }
}
