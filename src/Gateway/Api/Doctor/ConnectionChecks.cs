using System.Net;
using Platform.Gateway.Errors;

namespace Platform.Gateway.Api.Doctor;

/// <summary>Checks of the address and the tool of the request.</summary>
internal static class ConnectionChecks
{
    public static Check BaseUrl(HttpRequest request, PublicAddresses addresses)
    {
        var baseUrl = addresses.BaseUrl;
        var both =
            $"The Base URL is {baseUrl}; for Claude Code and other clients of Anthropic's API it is "
            + $"{PublicAddresses.WithoutVersion(baseUrl)}, without /v1.";
        return IsOurs(request.Host, new Uri(baseUrl))
            ? Check.Ok("base_url", both)
            : new Check(
                "base_url",
                CheckStatus.Warn,
                $"This request came by way of {request.Host}, which is not the public address.",
                both
            );
    }

    public static Check Client(HttpRequest request, PublicAddresses addresses)
    {
        var tool = CallingTool.From(request.Headers);
        var baseUrl = addresses.BaseUrl;
        return Check.Ok(
            "client",
            $"The request came from {tool.Name}."
                + (tool.TakesRoot ? $" It takes the Base URL {PublicAddresses.WithoutVersion(baseUrl)}, without /v1." : "")
        );
    }

    /// <summary>All loopback names count as one host.</summary>
    private static bool IsOurs(HostString host, Uri address)
    {
        var port = host.Port ?? address.Port;
        return port == address.Port
            && (host.Host.Equals(address.Host, StringComparison.OrdinalIgnoreCase) || IsLoopback(host.Host) && IsLoopback(address.Host));
    }

    private static bool IsLoopback(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address);
}
