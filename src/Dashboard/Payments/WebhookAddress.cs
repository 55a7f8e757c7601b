using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Options;

namespace Platform.Dashboard.Payments;

/// <summary>
/// The address of the sandbox's webhooks: <c>Payments:Sandbox:WebhookUrl</c>, else an address on which this server listens. Never the host
/// of a request, by which a caller could direct signed webhooks to any address.
/// </summary>
public sealed class WebhookAddress(IServer server, IOptions<SandboxOptions> options)
{
    /// <exception cref="InvalidOperationException">The server has no address, and none is configured.</exception>
    public Uri Url
    {
        get
        {
            if (options.Value.WebhookUrl is { } configured)
                return new Uri(configured);
            var addresses = server.Features.Get<IServerAddressesFeature>()?.Addresses ?? [];
            var address =
                addresses.OrderBy(each => each.StartsWith("https:", StringComparison.OrdinalIgnoreCase)).FirstOrDefault()
                ?? throw new InvalidOperationException(
                    "Payments:Sandbox:WebhookUrl must be set where the server does not tell its own address."
                );
            var binding = BindingAddress.Parse(address);
            var host = binding.Host is "+" or "*" or "0.0.0.0" or "[::]" ? "localhost" : binding.Host;
            return new Uri($"{binding.Scheme}://{host}:{binding.Port}{binding.PathBase}/webhooks/sandbox");
        }
    }
}
