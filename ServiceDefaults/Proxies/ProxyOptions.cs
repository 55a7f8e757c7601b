using System.ComponentModel.DataAnnotations;
using System.Net;
using Platform.ServiceDefaults.Settings;

namespace Platform.ServiceDefaults.Proxies;

/// <summary>The proxies in front of a service that people reach.</summary>
[Section("Proxies")]
public sealed class ProxyOptions
{
    /// <summary>
    /// Addresses and networks, with commas between, whose <c>X-Forwarded-For</c> is believed. Without one, the header is not read.
    /// </summary>
    [Networks, Example("192.0.2.10, 10.0.0.0/8, 2001:db8::/32")]
    public string Networks { get; set; } = "";

    /// <summary>Null when one of them is neither an address nor a network.</summary>
    internal static IReadOnlyList<IPNetwork>? Parse(string text)
    {
        var networks = new List<IPNetwork>();
        foreach (var each in text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (IPNetwork.TryParse(each, out var network))
                networks.Add(network);
            else if (IPAddress.TryParse(each, out var address))
                networks.Add(new IPNetwork(address, address.GetAddressBytes().Length * 8));
            else
                return null;
        }

        return networks;
    }

    [AttributeUsage(AttributeTargets.Property)]
    private sealed class NetworksAttribute() : ValidationAttribute("addresses and networks with commas between")
    {
        public override bool IsValid(object? value) => value is string text && Parse(text) is not null;
    }
}
