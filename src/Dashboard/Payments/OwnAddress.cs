using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Options;

namespace Platform.Dashboard.Payments;

/// <summary>
/// Where the sandbox sends its webhooks: <c>Payments:Sandbox:WebhookUrl</c>, else this server as it listens. Never what a request says its
/// host is, or anybody could have signed webhooks sent wherever they like.
/// </summary>
public sealed class OwnAddress(IServer server, IOptions<SandboxOptions> options)
{
    /// <exception cref="InvalidOperationException">The server tells no address, and none is configured.</exception>
    public Uri Webhooks
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
