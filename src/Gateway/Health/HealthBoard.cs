using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using Platform.Gateway.Upstreams;

namespace Platform.Gateway.Health;

/// <summary>What this gateway knows of the health of all upstreams and credentials.</summary>
internal sealed class HealthBoard(IOptions<HealthOptions> options, Fingerprints fingerprints) : IDisposable
{
    private readonly ConcurrentDictionary<string, Tracked> all = new(StringComparer.Ordinal);

    private readonly SemaphoreSlim changed = new(0, 1);

    /// <summary>Also what other gateways know and this one has not called.</summary>
    public IEnumerable<Tracked> All
    {
        get
        {
            foreach (var (_, tracked) in all)
            {
                yield return tracked;
                foreach (var rest in (tracked as CredentialHealth)?.Rests.All ?? [])
                    yield return rest;
            }
        }
    }

    public Circuit Of(Upstream upstream)
    {
        if (upstream.Health is Circuit known)
            return known;
        var circuit = (Circuit)FindWhole(new TrackedName(upstream.Name, null, fingerprints.Of(upstream)));
        circuit.Upstream = upstream;
        upstream.Health = circuit;
        return circuit;
    }

    public CredentialHealth Of(Upstream upstream, Credential credential)
    {
        if (credential.Health is CredentialHealth known)
            return known;
        var found = (CredentialHealth)FindWhole(new TrackedName(upstream.Name, credential.Name, fingerprints.Of(upstream, credential)));
        found.Upstream = upstream;
        credential.Health = found;
        return found;
    }

    /// <summary>Null for a model of a credential of which too many are known.</summary>
    public Tracked? Find(TrackedName name) =>
        name.Model is { } model ? ((CredentialHealth)FindWhole(name with { Model = null })).Rests.FindOrAdd(model) : FindWhole(name);

    /// <summary>Forgets rests that are over for long.</summary>
    public void Forget(DateTimeOffset now)
    {
        foreach (var (_, tracked) in all)
            (tracked as CredentialHealth)?.Rests.Forget(now);
    }

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

    /// <summary>The circuit or the credential of this name.</summary>
    private Tracked FindWhole(TrackedName name) =>
        all.GetOrAdd(
            name.ToString(),
            static (_, of) => of.name.Credential is null ? new Circuit(of.name, of.Value) : new CredentialHealth(of.name, of.Value),
            (name, options.Value)
        );
}
