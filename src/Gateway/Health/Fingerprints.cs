using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;
using Platform.Gateway.Upstreams;
using Platform.ServiceDefaults;

namespace Platform.Gateway.Health;

/// <summary>
/// Tells addresses and secrets apart without saying what they are: gateways tell each other by it what a record is of. It is keyed with the
/// service credential, which all gateways have, so that nobody else can try secrets against it.
/// </summary>
internal sealed class Fingerprints(IOptions<ServiceOptions> options)
{
    private const int Length = 12;

    public string Of(Upstream upstream) => Of(upstream.BaseUrl);

    public string Of(Upstream upstream, Credential credential) => Of($"{upstream.BaseUrl}\n{credential.Name}\n{credential.Secret}");

    private string Of(string text) =>
        Convert.ToHexStringLower(
            HMACSHA256.HashData(Encoding.UTF8.GetBytes(options.Value.Token), Encoding.UTF8.GetBytes(text)).AsSpan(0, Length)
        );
}
