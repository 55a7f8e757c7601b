using System.Collections;
using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;

namespace Platform.Gateway.Upstreams;

/// <summary>The upstreams of one catalogue. It never changes: a request finds in it what its model's routes meant when it arrived.</summary>
internal sealed class UpstreamSet(IEnumerable<Upstream> upstreams) : IReadOnlyCollection<Upstream>
{
    private readonly FrozenDictionary<string, Upstream> byName = upstreams.ToFrozenDictionary(
        upstream => upstream.Name,
        StringComparer.Ordinal
    );

    public int Count => byName.Count;

    public Upstream this[string name] => byName[name];

    public bool Has(string name) => byName.ContainsKey(name);

    public bool TryFind(string name, [NotNullWhen(true)] out Upstream? upstream) => byName.TryGetValue(name, out upstream);

    /// <summary>Whether the other has the same upstreams, called in the same way.</summary>
    public bool Is(UpstreamSet other) =>
        Count == other.Count && this.All(upstream => other.TryFind(upstream.Name, out var theirs) && theirs.Is(upstream));

    public IEnumerator<Upstream> GetEnumerator() => ((IEnumerable<Upstream>)byName.Values).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
