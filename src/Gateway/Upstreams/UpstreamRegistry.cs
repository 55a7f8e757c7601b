using System.Collections.Frozen;
using Microsoft.Extensions.Options;
using Platform.Gateway.Tenancy;

namespace Platform.Gateway.Upstreams;

/// <summary>The upstreams that this gateway knows.</summary>
internal sealed class UpstreamRegistry
{
    private readonly FrozenDictionary<string, Upstream> byName;

    public UpstreamRegistry(IOptions<UpstreamsOptions> settings)
        : this(settings.Value.Select(named => new Upstream(named.Key, named.Value))) { }

    public UpstreamRegistry(IEnumerable<Upstream> upstreams)
    {
        byName = upstreams.ToFrozenDictionary(upstream => upstream.Name, StringComparer.Ordinal);
        Mask = new SecretMask(
            byName.Values.SelectMany(upstream => upstream.Credentials).Select(credential => credential.Secret),
            byName.Values.Select(upstream => upstream.Address)
        );
    }

    /// <summary>Masks what errors of upstreams say of our accounts there.</summary>
    public SecretMask Mask { get; }

    public Upstream this[string name] => byName[name];

    public bool Has(string name) => byName.ContainsKey(name);
}
