using System.Collections.Concurrent;
using Platform.Gateway.Health;
using Platform.Gateway.Upstreams;

namespace Platform.Tests.Unit.Gateway.Routes;

/// <summary>Health as a test says it is, by "upstream", "upstream/credential" or "upstream/credential/model"; all else is up.</summary>
internal sealed class FakeHealth : IUpstreamHealth
{
    private readonly ConcurrentQueue<string> reports = new();

    public ConcurrentDictionary<string, Availability> States { get; } = new();

    public ConcurrentDictionary<string, TimeSpan> Waits { get; } = new();

    /// <summary>How many requests a half-open circuit admits.</summary>
    public int Probes { get; set; }

    /// <summary>Where those requests have their places; null where nobody looks.</summary>
    public ProbeBudget? Budget { get; set; }

    /// <summary>What was reported, as "upstream/credential verdict".</summary>
    public IReadOnlyList<string> Reports => [.. reports];

    /// <summary>The same with status and wait.</summary>
    public ConcurrentQueue<CallResult> Results { get; } = new();

    public Availability Look(Upstream upstream, Credential credential, string model) =>
        States.IsEmpty ? Availability.Up
        : States.TryGetValue($"{upstream.Name}/{credential.Name}/{model}", out var rest) ? rest
        : States.TryGetValue($"{upstream.Name}/{credential.Name}", out var own) ? own
        : States.GetValueOrDefault(upstream.Name);

    public Probe? TryProbe(Upstream upstream, Credential credential, string model) =>
        Look(upstream, credential, model) == Availability.HalfOpen && Probes-- > 0 ? new Probe(null, Budget) : null;

    public void Report(Upstream upstream, Credential credential, string model, CallResult result)
    {
        reports.Enqueue($"{upstream.Name}/{credential.Name} {result.Verdict}");
        Results.Enqueue(result);
    }

    public TimeSpan? RetryAfter(Upstream upstream, string model) => Waits.TryGetValue(upstream.Name, out var wait) ? wait : null;
}
