using System.Net;
using System.Net.Sockets;
using Platform.Contracts;

namespace Platform.Accounts.Networks;

/// <summary>
/// The network that a person's request comes from, as the dashboard says: the IPv4 address, or the /64 prefix of the IPv6 address, of which
/// every line of a provider has a whole one. Only our own services can say so, because every request needs the service credential.
/// </summary>
/// <param name="Text">For example <c>192.0.2.7</c> or <c>2001:db8:1:2::/64</c>; empty for a service of ours that acts by itself.</param>
internal sealed record ClientNetwork(string Text)
{
    private const int PrefixBytes = 8;

    /// <summary>A service of ours that acts by itself. Its requests are not limited by network.</summary>
    public static readonly ClientNetwork Own = new("");

    public bool IsOwn => Text.Length == 0;

    /// <summary>
    /// What is kept of it for a person to recognise: <c>192.0.2.0/24</c>, <c>2001:db8:1::/48</c>; null for a service of ours.
    /// </summary>
    public string? Prefix
    {
        get
        {
            if (!IPAddress.TryParse(Text.Split('/')[0], out var address))
                return IsOwn ? null : Text;
            var bytes = address.GetAddressBytes();
            var kept = address.AddressFamily == AddressFamily.InterNetwork ? 3 : 6;
            bytes.AsSpan(kept).Clear();
            return $"{new IPAddress(bytes)}/{kept * 8}";
        }
    }

    /// <summary>All requests whose address cannot be read are of one network.</summary>
    public static ClientNetwork Parse(string address)
    {
        if (!IPAddress.TryParse(address, out var parsed))
            return new ClientNetwork("unknown");
        if (parsed.IsIPv4MappedToIPv6)
            parsed = parsed.MapToIPv4();
        if (parsed.AddressFamily != AddressFamily.InterNetworkV6)
            return new ClientNetwork(parsed.ToString());
        Span<byte> bytes = stackalloc byte[16];
        parsed.TryWriteBytes(bytes, out _);
        bytes[PrefixBytes..].Clear();
        return new ClientNetwork($"{new IPAddress(bytes)}/64");
    }

    public static ClientNetwork Of(HttpContext context) =>
        context.Request.Headers[ServiceHeaders.ClientAddress] is [{ } address, ..] ? Parse(address) : Own;

    /// <summary>Binds the parameter of an endpoint.</summary>
    public static ValueTask<ClientNetwork?> BindAsync(HttpContext context) => ValueTask.FromResult<ClientNetwork?>(Of(context));
}
