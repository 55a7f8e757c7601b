using Microsoft.Extensions.Options;
using Platform.Gateway.Tenancy;

namespace Platform.Gateway.Upstreams;

/// <summary>
/// The upstreams that are in force now: at first those of the settings, then those of each catalogue. Requests look theirs up in the
/// <see cref="UpstreamSet"/> that was in force when they arrived.
/// </summary>
internal sealed class UpstreamRegistry
{
    private readonly HashSet<string> secrets = new(StringComparer.Ordinal);
    private readonly HashSet<Uri> addresses = [];

    public UpstreamRegistry(IOptions<UpstreamsOptions> settings)
        : this(new UpstreamSet(settings.Value.Select(named => new Upstream(named.Key, named.Value)))) { }

    public UpstreamRegistry(UpstreamSet upstreams) => Replace(upstreams);

    public UpstreamSet Current { get; private set; } = new([]);

    /// <summary>
    /// Masks what errors of upstreams say of our accounts there: of all that this process has known, because calls that run keep theirs.
    /// </summary>
    public SecretMask Mask { get; private set; } = new([], []);

    public Upstream this[string name] => Current[name];

    public bool Has(string name) => Current.Has(name);

    /// <summary>Called by one caller at a time.</summary>
    public void Replace(UpstreamSet upstreams)
    {
        var known = (secrets.Count, addresses.Count);
        secrets.UnionWith(upstreams.SelectMany(upstream => upstream.Credentials).Select(credential => credential.Secret));
        addresses.UnionWith(upstreams.Select(upstream => upstream.Address));
        // First the mask: no call with a new credential runs before it is known.
        if (known != (secrets.Count, addresses.Count))
            Mask = new SecretMask(secrets, addresses);
        Current = upstreams;
    }
}
