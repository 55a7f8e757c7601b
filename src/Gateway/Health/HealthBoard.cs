using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Options;
using Platform.Gateway.Upstreams;

namespace Platform.Gateway.Health;

/// <summary>What this gateway knows of the health of all upstreams and credentials.</summary>
internal sealed class HealthBoard(IOptions<HealthOptions> options, Fingerprints fingerprints) : IDisposable
{
    private readonly ConcurrentDictionary<string, Tracked> all = new(StringComparer.Ordinal);

    // So that a look at what was called before computes no fingerprint, takes no lock and allocates nothing.
    private readonly ConditionalWeakTable<Upstream, Circuit> circuits = [];
    private readonly ConditionalWeakTable<Credential, CredentialHealth> credentials = [];
    private readonly SemaphoreSlim changed = new(0, 1);

    /// <summary>Also what other gateways know and this one has not called.</summary>
    public IEnumerable<Tracked> All => all.Select(static named => named.Value);

    public Circuit Of(Upstream upstream)
    {
        if (circuits.TryGetValue(upstream, out var known))
            return known;
        var circuit = (Circuit)Find(new TrackedName(upstream.Name, null, fingerprints.Of(upstream)));
        circuit.Upstream = upstream;
        return circuits.GetOrAdd(upstream, circuit);
    }

    public CredentialHealth Of(Upstream upstream, Credential credential)
    {
        if (credentials.TryGetValue(credential, out var known))
            return known;
        var found = (CredentialHealth)Find(new TrackedName(upstream.Name, credential.Name, fingerprints.Of(upstream, credential)));
        found.Upstream = upstream;
        return credentials.GetOrAdd(credential, found);
    }

    public Tracked Find(TrackedName name) =>
        all.GetOrAdd(
            name.ToString(),
            static (_, of) => of.name.Credential is null ? new Circuit(of.name, of.Value) : new CredentialHealth(of.name, of.Value),
            (name, options.Value)
        );

    public static Availability Worse(Availability one, Availability other) => one > other ? one : other;

    /// <summary>There is something that the other gateways do not know yet, or that they want to say.</summary>
    public void Signal()
    {
        try
        {
            changed.Release();
        }
        catch (SemaphoreFullException)
        {
            // It is signalled already.
        }
    }

    /// <summary>Waits for a signal, and no longer than the given time.</summary>
    public Task WaitAsync(TimeSpan longest, CancellationToken cancellationToken) => changed.WaitAsync(longest, cancellationToken);

    public void Dispose() => changed.Dispose();
}
